import { PATHS } from "@/api/kinds";
import type { Scope } from "@/api/scope";
import type { Kind } from "@/api/types";

/** The parts of a project that the sidebar leads to. */
export type Section = "systems" | "single-views" | "transfers" | "settings";

/** The address of a section of a project, on its branch. */
export function sectionPath(
  { projectId, branch }: Scope,
  section: Section,
  query: Record<string, string> = {},
): string {
  const search = new URLSearchParams({ branch, ...query });
  return `/projects/${encodeURIComponent(projectId)}/${section}?${search}`;
}

/** The address of the page of a resource. */
export function resourcePath({ projectId, branch }: Scope, kind: Kind, name: string): string {
  const search = new URLSearchParams({ branch });
  return `/projects/${encodeURIComponent(projectId)}/${PATHS[kind]}/${encodeURIComponent(name)}?${search}`;
}

/** The list that a resource is found in. */
export function listPath(scope: Scope, kind: Kind): string {
  if (kind === "singleView") return sectionPath(scope, "single-views");
  if (kind === "erSchema" || kind === "castFunction")
    return sectionPath(scope, "systems", { tab: PATHS[kind] });
  return sectionPath(scope, "systems");
}
