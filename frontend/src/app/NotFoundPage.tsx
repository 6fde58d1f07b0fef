import { CompassOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "@/ui/EmptyState";

/** An address that leads nowhere, or to something that the user may not see. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState
      isPage
      icon={<CompassOutlined aria-hidden />}
      title={t("empty.notFound")}
      description={t("empty.notFoundHint")}
    >
      <Link to="/">{t("empty.notFoundWayOut")}</Link>
    </EmptyState>
  );
}
