import { hashKey, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, dataOf } from "./client";
import { keepPageOf, keys } from "./keys";
import { PATHS } from "./kinds";
import { isProblem } from "./problem";
import type { Scope } from "./scope";
import type { Entry, Kind } from "./types";

/** The orders that the server knows. */
export type Sort = "name" | "-updatedAt";

/** One page of a list, as the server cuts it. */
export type PageRequest = { offset: number; limit: number; q?: string; sort?: Sort };

export function resourcesQuery(scope: Scope, filter: { kind?: Kind; system?: string }, page: PageRequest) {
  const { projectId, branch } = scope;
  const list = [...keys.branch(scope), "resources", filter];
  return queryOptions({
    queryKey: [...list, page],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET("/api/projects/{projectId}/resources", {
          params: { path: { projectId }, query: { branch, ...filter, ...page } },
          signal,
        }),
      ),
    placeholderData: keepPageOf(list),
  });
}

export function resourceQuery(scope: Scope, kind: Kind, name: string) {
  return queryOptions({
    queryKey: [...keys.branch(scope), "resource", kind, name],
    queryFn: ({ signal }) => fetchResource(scope, kind, name, signal),
  });
}

async function fetchResource(scope: Scope, kind: Kind, name: string, signal?: AbortSignal) {
  const call = api.GET("/api/projects/{projectId}/resources/{kinds}/{name}", {
    params: where(scope, kind, name),
    signal,
  });
  const etag = (await call).response.headers.get("ETag");
  return { resource: await dataOf(call), etag };
}

/** An entry as it was edited, and what it was when it was read. */
export type Edited = { entry: Entry; base: Entry; etag: string | null };

/** Saves the entry of an owned resource, unless somebody else saved another one since it was read. */
export function useSaveResource(scope: Scope, kind: Kind, name: string) {
  const put = (entry: Entry, etag: string | null) => {
    const params = where(scope, kind, name);
    return dataOf(
      api.PUT("/api/projects/{projectId}/resources/{kinds}/{name}", {
        params: etag === null ? params : { ...params, header: { "If-Match": etag } },
        body: { entry },
      }),
    );
  };
  return useBranchWrite(scope, async ({ entry, base, etag }: Edited) => {
    try {
      return await put(entry, etag);
    } catch (error) {
      if (!isProblem(error, "precondition-failed")) throw error;
      // The tag is of all that the server tells, also of who uses the resource.
      const now = await fetchResource(scope, kind, name);
      if (JSON.stringify(now.resource.entry) !== JSON.stringify(base)) throw error;
      return await put(entry, now.etag);
    }
  });
}

export function useDeleteResource(scope: Scope, kind: Kind, name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await api.DELETE("/api/projects/{projectId}/resources/{kinds}/{name}", {
        params: where(scope, kind, name),
      });
    },
    onSettled: () => {
      // The page that still shows what is deleted does not ask for it again; one that is opened later does.
      const { queryKey: own } = resourceQuery(scope, kind, name);
      void queryClient.invalidateQueries({ queryKey: own, refetchType: "none" });
      return queryClient.invalidateQueries({
        queryKey: keys.project(scope.projectId),
        predicate: ({ queryKey }) => hashKey(queryKey) !== hashKey(own),
      });
    },
  });
}

/** Makes a reference an owned resource. */
export function useDetachResource(scope: Scope, kind: Kind, name: string) {
  return useBranchWrite(scope, () =>
    dataOf(
      api.POST("/api/projects/{projectId}/resources/{kinds}/{name}/detach", {
        params: where(scope, kind, name),
      }),
    ),
  );
}

function where({ projectId, branch }: Scope, kind: Kind, name: string) {
  return { path: { projectId, kinds: PATHS[kind], name }, query: { branch } };
}

function useBranchWrite<Variables, Result>(
  scope: Scope,
  mutationFn: (variables: Variables) => Promise<Result>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(scope.projectId) }),
  });
}
