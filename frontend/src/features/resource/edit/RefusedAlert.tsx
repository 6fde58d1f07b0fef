import { Alert } from "antd";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Words } from "@/ui/Words";
import { type Draft, LISTS } from "./draft";
import { focusPlace } from "./focusing";

const TITLES = {
  fields: "column.fields",
  indexes: "column.indexes",
  internalEndpoints: "resource.endpoints",
} as const;

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
              {[...draft.faults].map(([place, message]) => (
                <li key={place}>
                  <button type="button" className="fault-link" onClick={() => focusPlace(place)}>
                    <PlaceWords draft={draft} place={place} /> <Words text={message} />
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

/** Where a fault is: `Fields, row 2`. Elsewhere its message names the place. */
function PlaceWords({ draft, place }: { draft: Draft; place: string }) {
  const { t } = useTranslation();
  const [member, key] = place.split("/");
  const list = LISTS.find((each) => each === member);
  if (list === undefined) return null;
  const column = t(TITLES[list]);
  const row = draft.lists[list]?.findIndex((each) => String(each.key) === key) ?? -1;
  return <span className="fault-place">{row < 0 ? column : t("edit.cell", { column, row: row + 1 })}:</span>;
}
