import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import { keepPageOf, keys } from "./keys";
import type { Scope } from "./scope";

/** The history of a branch, newest first. */
export function transfersQuery(scope: Scope, page: { offset: number; limit: number }) {
  const { projectId, branch } = scope;
  const list = [...keys.branch(scope), "transfers"];
  return queryOptions({
    queryKey: [...list, page],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/projects/{projectId}/transfers", {
          params: { path: { projectId }, query: { branch, ...page } },
          signal,
        }),
      ),
    placeholderData: keepPageOf(list),
  });
}

/** One transfer in full: its receipt never changes. */
export function receiptQuery(projectId: string, transferId: string) {
  return queryOptions({
    queryKey: ["receipt", projectId, transferId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/projects/{projectId}/transfers/{transferId}", {
          params: { path: { projectId, transferId } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Marks an undo that is under way. */
export const UNDOING = ["undo"];

/** Takes back what one import wrote. */
export function useUndo(projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: UNDOING,
    mutationFn: (transferId: string) =>
      dataOf(
        api.POST("/api/projects/{projectId}/transfers/{transferId}/undo", {
          params: { path: { projectId, transferId } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(projectId) }),
  });
}
