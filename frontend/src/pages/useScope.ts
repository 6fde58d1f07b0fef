import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { projectQuery } from "@/api/projects";
import { type Rights, rightsOf, type Scope } from "@/api/scope";
import type { BranchSummary, Project } from "@/api/types";

type Where = { scope: Scope; project: Project; branch: BranchSummary | null; rights: Rights };

/** Where the page is: the project and branch of the address, and what the user may do there. */
export function useScope(): Where {
  const { projectId = "" } = useParams();
  const [search] = useSearchParams();
  const { data: project } = useSuspenseQuery(projectQuery(projectId));
  const name = search.get("branch") ?? project.defaultBranch;
  const branch = project.branches.find((each) => each.name === name) ?? null;
  return { scope: { projectId, branch: name }, project, branch, rights: rightsOf(project, name) };
}
