import { CloseCircleFilled, InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/types";
import { issueText } from "@/i18n/issueText";
import { Words } from "./Words";

const ICONS: Record<Issue["severity"], typeof WarningFilled> = {
  error: CloseCircleFilled,
  warning: WarningFilled,
  info: InfoCircleFilled,
};

/** The issues of one thing: severity as icon and word, then the sentence. */
export function IssueList({ issues }: { issues: readonly Issue[] }) {
  const { t } = useTranslation();
  if (issues.length === 0) return null;
  return (
    <ul className="issue-list">
      {issues.map((issue) => {
        const Icon = ICONS[issue.severity];
        return (
          <li key={`${issue.code} ${issue.message}`} className={`issue issue-${issue.severity}`}>
            <Icon role="img" aria-label={t(`severity.${issue.severity}`)} />{" "}
            <span>
              <Words text={issueText(issue)} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
