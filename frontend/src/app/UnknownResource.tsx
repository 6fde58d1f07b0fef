import { CompassOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { KINDS, PATHS } from "@/api/kinds";
import { useScope } from "@/pages/useScope";
import { EmptyState } from "@/ui/EmptyState";
import { listPath } from "@/ui/paths";
import { NotFoundPage } from "./NotFoundPage";

/** A resource that the branch does not have, or no longer. */
export function UnknownResource() {
  const { t } = useTranslation();
  const { name } = useParams();
  const { pathname } = useLocation();
  const { scope } = useScope();
  const kind = KINDS.find((each) => PATHS[each] === pathname.split("/")[3]);
  if (kind === undefined || name === undefined) return <NotFoundPage />;
  const { branch } = scope;
  return (
    <EmptyState
      isPage
      icon={<CompassOutlined aria-hidden />}
      title={t("empty.resource", { kind: t(`kind.${kind}`), name, branch })}
      description={t("empty.resourceHint")}
    >
      <Link to={listPath(scope, kind)}>{t("empty.resourceWayOut", { branch })}</Link>
    </EmptyState>
  );
}
