import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { projectListQuery } from "@/api/projects";
import type { Project } from "@/api/types";
import { sectionPath } from "@/ui/paths";

/** The project of the page; another one opens at its default branch. */
export function ProjectSelect({ project }: { project: Project }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, isPending } = useQuery(projectListQuery());
  const projects = data?.items ?? [project];
  const open = (projectId: string) => {
    const found = projects.find((each) => each.projectId === projectId);
    if (found) void navigate(sectionPath({ projectId, branch: found.defaultBranch }, "systems"));
  };
  return (
    <Select
      aria-label={t("nav.project")}
      className="project-select"
      variant="filled"
      showSearch={{ optionFilterProp: "label" }}
      loading={isPending}
      value={project.projectId}
      onChange={open}
      options={projects.map(({ projectId, name }) => ({ value: projectId, label: name }))}
    />
  );
}
