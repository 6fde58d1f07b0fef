import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Words } from "@/ui/Words";
import { type Draft, LISTS } from "./draft";

/** Everything that the server found wrong and that was not changed since; each is shown at its place too. */
export function RefusedAlert({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  if (draft.faults.size === 0) return null;
  const titles = {
    fields: "column.fields",
    indexes: "column.indexes",
    internalEndpoints: "resource.endpoints",
  } as const;
  const words = (place: string) => {
    const [member, key] = place.split("/");
    const list = LISTS.find((each) => each === member);
    if (list === undefined) return null;
    const row = draft.lists[list]?.findIndex((each) => String(each.key) === key) ?? -1;
    return row < 0 ? `${t(titles[list])}:` : `${t("edit.cell", { column: t(titles[list]), row: row + 1 })}:`;
  };
  return (
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
                <span className="fault-place">{words(place)}</span> <Words text={message} />
              </li>
            ))}
          </ul>
          <p className="way-out">{t("problem.invalid-resource.wayOut")}</p>
        </>
      }
    />
  );
}
