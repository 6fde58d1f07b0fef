import { Alert, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
import { formatTime } from "@/i18n/time";
import { countsText } from "@/ui/countsText";
import { Facts } from "@/ui/Facts";
import { INTEGRITY_LOOKS } from "./labels";

/** Where a file comes from, what it holds, and whether it is as it was exported. */
export function FileSummary({ file }: { file: Plan["file"] }) {
  const { t, i18n } = useTranslation();
  const { source, exportedAt, counts, integrity, removed } = file;
  const facts = [
    { label: t("reference.sourceProject"), value: source.projectName },
    { label: t("reference.branch"), value: source.branch },
    { label: t("reference.exportedAt"), value: formatTime(exportedAt, i18n.language) },
    {
      label: t("integrity.label"),
      value: <Tag color={INTEGRITY_LOOKS[integrity].colour}>{t(`integrity.${integrity}`)}</Tag>,
    },
    { label: t("import.contents"), value: countsText(counts, t), isWide: true },
  ];
  return (
    <>
      <Facts facts={facts} />
      {integrity === "verified" ? null : (
        <Alert type="warning" showIcon role="note" title={t(`integrity.${integrity}Hint`)} />
      )}
      {removed.length > 0 ? (
        <Alert
          type="info"
          showIcon
          role="note"
          title={t("integrity.removed", { count: removed.length })}
          description={removed.slice(0, 20).join(", ")}
        />
      ) : null}
    </>
  );
}
