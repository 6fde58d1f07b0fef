import { FolderOpenOutlined } from "@ant-design/icons";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { projectListQuery } from "@/api/projects";
import { EmptyState } from "@/ui/EmptyState";
import { sectionPath } from "@/ui/paths";

/** The way in: the first project that the user may see. */
export function HomePage() {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(projectListQuery());
  const first = data.items[0];
  if (first) {
    const scope = { projectId: first.projectId, branch: first.defaultBranch };
    return <Navigate replace to={sectionPath(scope, "systems")} />;
  }
  return (
    <EmptyState
      icon={<FolderOpenOutlined aria-hidden />}
      title={t("empty.projects")}
      description={t("empty.projectsHint")}
    />
  );
}
