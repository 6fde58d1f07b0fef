import { useTranslation } from "react-i18next";

/** Fills a place until what belongs there has arrived. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden />
      <span>{label ?? t("list.loading")}</span>
    </div>
  );
}
