import { WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Finding } from "@/api/types";

/** What stands out in a code: each kind once, with the lines where it is. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return <p className="secondary">{t("review.nothingFound")}</p>;
  const byCode = Map.groupBy(findings, ({ code }) => code);
  return (
    <ul className="issue-list">
      {[...byCode].map(([code, found]) => (
        <li key={code} className="issue issue-warning">
          <WarningFilled role="img" aria-label={t("severity.warning")} />{" "}
          <span>
            {t(`finding.${code}`)} {t("finding.lines", { count: countLines(found), lines: listLines(found) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 10;

function linesOf(found: readonly Finding[]): number[] {
  return [...new Set(found.map(({ line }) => line))];
}

function countLines(found: readonly Finding[]): number {
  return linesOf(found).length;
}

function listLines(found: readonly Finding[]): string {
  const lines = linesOf(found);
  return `${lines.slice(0, SHOWN).join(", ")}${lines.length > SHOWN ? ", …" : ""}`;
}
