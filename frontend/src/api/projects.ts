import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import { keys } from "./keys";
import type { Project } from "./types";

/** All projects that the user may see, for the select in the top bar. */
export function projectListQuery() {
  return queryOptions({
    queryKey: keys.projectList,
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/projects", { params: { query: { limit: 1000, sort: "name" } }, signal })),
  });
}

export function projectQuery(projectId: string) {
  return queryOptions({
    queryKey: keys.project(projectId),
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/projects/{projectId}", { params: { path: { projectId } }, signal })),
  });
}

/** Switches the feature preview of a project on or off. */
export function useSwitchFeature(project: Project) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (importExport: boolean) =>
      dataOf(
        api.PATCH("/api/projects/{projectId}", {
          params: { path: { projectId: project.projectId } },
          body: { featurePreview: { importExport } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(project.projectId) }),
  });
}
