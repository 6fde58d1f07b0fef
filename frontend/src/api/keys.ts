import type { Scope } from "./scope";

/** Keys of everything that is fetched; a shorter key is the prefix of what changes with it. */
export const keys = {
  projectList: ["project-list"],
  projects: ["projects"],
  project: (projectId: string) => ["projects", projectId],
  branch: ({ projectId, branch }: Scope) => ["projects", projectId, branch],
} as const;
