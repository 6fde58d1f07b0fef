import { useTranslation } from "react-i18next";
import type { Comparison, ValueChange } from "@/api/types";
import { CodeLines } from "@/ui/CodeLines";
import { differingLines } from "@/ui/codeLines";
import { KindIcon } from "@/ui/KindIcon";
import { placeWords, valueText } from "./changeWords";

const SHOWN = 50;

/** The values that would be others, each with its place. */
export function ChangeList({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { changes } = comparison;
  return (
    <>
      {changes.length === 0 ? <p>{t("changes.originOnly")}</p> : null}
      <ul className="change-list">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={`${change.pointer} ${change.to === null}`}>
            <Change comparison={comparison} change={change} />
          </li>
        ))}
      </ul>
      {changes.length > SHOWN ? <p>{t("list.more", { count: changes.length - SHOWN })}</p> : null}
    </>
  );
}

/** The resources here that use what would change. */
export function UsedBy({ usedBy }: Pick<Comparison, "usedBy">) {
  const { t } = useTranslation();
  if (usedBy.length === 0) return <p className="secondary">{t("changes.unused")}</p>;
  return (
    <p>
      {t("changes.usedBy", { count: usedBy.length })}{" "}
      {usedBy.slice(0, SHOWN).map(({ kind, name }) => (
        <span key={`${kind}/${name}`} className="resource-name">
          <KindIcon kind={kind} /> {name}
        </span>
      ))}{" "}
      {usedBy.length > SHOWN ? t("list.more", { count: usedBy.length - SHOWN }) : null}
    </p>
  );
}

function Change({ comparison, change }: { comparison: Comparison; change: ValueChange }) {
  const { t } = useTranslation();
  const place = placeWords(comparison, change);
  const { from, to } = change;
  const head = <strong className="change-place">{place.join(" › ")}</strong>;
  if (isLong(from) && isLong(to))
    return (
      <>
        {head}
        <CodeLines label={place.join(" › ")} lines={differingLines(from, to)} />
      </>
    );
  return (
    <>
      {head}{" "}
      {from === null ? (
        <span className="secondary">{t("changes.added")}</span>
      ) : (
        <del>
          <span className="visually-hidden">{t("changes.before")}</span> <code>{valueText(from)}</code>
        </del>
      )}{" "}
      {to === null ? (
        <span className="secondary">{t("changes.removed")}</span>
      ) : (
        <ins>
          <span className="visually-hidden">{t("changes.after")}</span> <code>{valueText(to)}</code>
        </ins>
      )}
    </>
  );
}

function isLong(value: unknown): value is string {
  return typeof value === "string" && value.includes("\n");
}
