import { Alert } from "antd";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Sentences } from "./controls";
import { type Draft, LISTS } from "./draft";
import { focusPlace } from "./focusing";
import { useMemberName } from "./useMemberName";

/** Everything that the server found wrong and that was not changed since; each leads to its place. */
export function RefusedAlert({ draft, ref }: { draft: Draft; ref: Ref<HTMLDivElement> }) {
  const { t } = useTranslation();
  if (draft.faults.size === 0) return null;
  return (
    <div ref={ref} className="refused" tabIndex={-1}>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={t("problem.invalid-resource.title")}
        description={
          <>
            <ul className="fault-list">
              {[...draft.faults].map(([place, faults]) => (
                <li key={place}>
                  <button type="button" className="fault-link" onClick={() => focusPlace(place)}>
                    <PlaceWords draft={draft} place={place} /> <Sentences faults={faults} />
                  </button>
                </li>
              ))}
            </ul>
            <p className="way-out">{t("problem.invalid-resource.wayOut")}</p>
          </>
        }
      />
    </div>
  );
}

/** Where a fault is: `Fields, row 2`. */
function PlaceWords({ draft, place }: { draft: Draft; place: string }) {
  const { t } = useTranslation();
  const nameOf = useMemberName();
  const [member = "", key] = place.split("/");
  if (member === "") return null;
  const column = nameOf(member);
  const list = LISTS.find((each) => each === member);
  const rows = list === undefined ? [] : (draft.lists[list] ?? []);
  const row = rows.findIndex((each) => String(each.key) === key) + 1;
  const words = row === 0 ? column : t("edit.cell", { column, row });
  return <span className="fault-place">{words}:</span>;
}
