import { CompassOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "@/ui/EmptyState";

/** The address asks for a project that is not there, or that the user may not see. */
export function UnknownProject() {
  const { t } = useTranslation();
  return (
    <EmptyState
      isPage
      icon={<CompassOutlined aria-hidden />}
      title={t("empty.project")}
      description={t("empty.projectHint")}
    >
      <Link to="/">{t("empty.notFoundWayOut")}</Link>
    </EmptyState>
  );
}
