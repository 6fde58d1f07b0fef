import { partialMatchKey, type QueryKey } from "@tanstack/react-query";
import type { Scope } from "./scope";

/** Keys of everything that is fetched; a shorter key is the prefix of what changes with it. */
export const keys = {
  projectList: ["project-list"],
  projects: ["projects"],
  project: (projectId: string) => ["projects", projectId],
  branch: ({ projectId, branch }: Scope) => ["projects", projectId, branch],
} as const;

/** Keeps a page of a list in view while another page is fetched; what another list holds is no help. */
export function keepPageOf(list: QueryKey) {
  return <Page>(before: Page | undefined, query: { queryKey: QueryKey } | undefined) =>
    query !== undefined && partialMatchKey(query.queryKey, list) ? before : undefined;
}
