import { LockOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { useScope } from "@/pages/useScope";
import { EmptyState } from "@/ui/EmptyState";
import { isEmbedded } from "@/ui/embedded";
import { Loading } from "@/ui/Loading";
import { PreferencesMenu } from "./PreferencesMenu";
import { Sidebar } from "./Sidebar";
import { UnknownBranch } from "./UnknownBranch";
import { useArrival } from "./useArrival";

// The page shows before they can be opened; until then the names stand in their places.
const ProjectSelect = lazy(() =>
  import("./ProjectSelect").then((module) => ({ default: module.ProjectSelect })),
);
const BranchSelect = lazy(() =>
  import("./BranchSelect").then((module) => ({ default: module.BranchSelect })),
);

/** The frame around every page of a project. */
export function Layout() {
  return (
    <Suspense fallback={<Loading />}>
      <Frame />
    </Suspense>
  );
}

function Frame() {
  const { t } = useTranslation();
  const { scope, project, branch } = useScope();
  useArrival();
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        {t("nav.skip")}
      </a>
      <Sidebar scope={scope} />
      <div className="frame-main">
        <header className="top-bar">
          {isEmbedded() ? (
            <span className="select-name">{project.name}</span>
          ) : (
            <Suspense fallback={<span className="project-select select-name">{project.name}</span>}>
              <ProjectSelect project={project} />
            </Suspense>
          )}
          <Suspense fallback={<span className="branch-select select-name">{scope.branch}</span>}>
            <BranchSelect project={project} scope={scope} />
          </Suspense>
          {branch ? <Tag variant="filled">{t("nav.revision", { revision: branch.revision })}</Tag> : null}
          {branch?.readOnly ? <Tag color="gold">{t("nav.readOnly")}</Tag> : null}
          <span className="top-bar-space" />
          <PreferencesMenu />
        </header>
        <main id="content" tabIndex={-1} className="content">
          <Content />
        </main>
      </div>
    </div>
  );
}

/** The page itself, where there is a branch that may be read. */
function Content() {
  const { t } = useTranslation();
  const { scope, project, branch, rights } = useScope();
  // A branch that goes meanwhile takes nothing away that was typed: saving says that it is gone.
  const [known, setKnown] = useState<string | null>(null);
  if (branch !== null && known !== scope.branch) setKnown(scope.branch);
  if (rights.read !== null) {
    return (
      <EmptyState
        isPage
        icon={<LockOutlined aria-hidden />}
        title={t(`reason.${rights.read}`)}
        description={t("problem.forbidden.wayOut")}
      />
    );
  }
  if (branch === null && known !== scope.branch) return <UnknownBranch project={project} scope={scope} />;
  return (
    <Suspense fallback={<Loading />}>
      <Outlet />
    </Suspense>
  );
}
