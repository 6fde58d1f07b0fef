import { CheckCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { ExportPreview } from "@/api/types";
import { countsText } from "@/ui/countsText";
import { IssueList } from "@/ui/IssueList";
import { otherIssues } from "./exportFlow";

type Props = { fileName: string; preview: ExportPreview };

/** The file is on its way: its name, and what it holds. */
export function DoneStep({ fileName, preview }: Props) {
  const { t } = useTranslation();
  const { counts, notExported } = preview;
  const issues = otherIssues(preview);
  return (
    <div className="done-step">
      <CheckCircleFilled className="result-done" aria-hidden />
      <div role="status">
        <h2>{t("export.done")}</h2>
      </div>
      <p>
        <code>{fileName}</code>
      </p>
      <p>{countsText(counts, t)}</p>
      {notExported.length > 0 ? (
        <p>{t("export.leftOut", { names: notExported.map(({ name }) => name).join(", ") })}</p>
      ) : null}
      {issues.length > 0 ? (
        <div className="done-issues">
          <strong>{t("export.issues")}</strong>
          <IssueList issues={issues} />
        </div>
      ) : null}
    </div>
  );
}
