import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/types";
import { IssueList } from "@/ui/IssueList";

type Props = {
  issues: readonly Issue[];
  /** How many are read in full: where there are more, they are folded. */
  shown: number;
};

/** What does not stop anything: many of it would be all that one sees. */
export function Warnings({ issues, shown }: Props) {
  const { t } = useTranslation();
  if (issues.length <= shown) return <IssueList issues={issues} />;
  return (
    <details className="more-issues">
      <summary>{t("import.warnings", { count: issues.length })}</summary>
      <IssueList issues={issues} />
    </details>
  );
}
