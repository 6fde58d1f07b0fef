import { FolderOpenOutlined } from "@ant-design/icons";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { projectListQuery } from "@/api/projects";
import type { Project } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { sectionPath } from "@/ui/paths";
import { UnknownProject } from "./UnknownProject";

/** The way in: the project that the address asks for, as the Console's does, else the first one that may be seen. */
export function HomePage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const { data } = useSuspenseQuery(projectListQuery());
  const found = data.items.find((project) => isWanted(project, search));
  if (found) {
    const scope = { projectId: found.projectId, branch: found.defaultBranch };
    return <Navigate replace to={sectionPath(scope, "systems")} />;
  }
  if (data.items.length > 0) return <UnknownProject />;
  return (
    <EmptyState
      isPage
      icon={<FolderOpenOutlined aria-hidden />}
      title={t("empty.projects")}
      description={t("empty.projectsHint")}
    />
  );
}

function isWanted({ tenantId, projectId }: Project, search: URLSearchParams): boolean {
  const isOf = (key: string, value: string) => (search.get(key) ?? value) === value;
  return isOf("tenant", tenantId) && isOf("project", projectId);
}
