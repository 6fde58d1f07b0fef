import { BranchesOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Scope } from "@/api/scope";
import type { Project } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";

/** The address asks for a branch that the project does not have; there is nothing to be done in it. */
export function UnknownBranch({ project, scope }: { project: Project; scope: Scope }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const branch = project.defaultBranch;
  return (
    <EmptyState
      isPage
      icon={<BranchesOutlined aria-hidden />}
      title={t("empty.branch", { branch: scope.branch })}
      description={t("empty.branchHint")}
    >
      <Link to={{ pathname, search: `?${new URLSearchParams({ branch })}` }}>
        {t("empty.branchWayOut", { branch })}
      </Link>
    </EmptyState>
  );
}
