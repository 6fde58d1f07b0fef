import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, dataOf } from "@/api/client";
import { keys } from "@/api/keys";
import { keyOf } from "@/api/kinds";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import type { ExportPreview, Reference, Selection } from "@/api/types";
import { downloadName } from "@/ui/saveFile";

const PAGE = 1000;

type Exported = { fileName: string; content: Blob };

async function previewExport(
  scope: Scope,
  selection: Selection | null,
  signal?: AbortSignal,
): Promise<ExportPreview> {
  const { projectId, branch } = scope;
  return dataOf(
    api.POST("/api/projects/{projectId}/exports/preview", {
      params: { path: { projectId }, query: { branch } },
      body: { selection },
      signal,
    }),
  );
}

/** Everything that the branch can export; a branch without anything has an empty list. */
export function exportableQuery(scope: Scope) {
  return queryOptions({
    queryKey: [...keys.branch(scope), "exportable"],
    queryFn: async ({ signal }) => {
      try {
        return (await previewExport(scope, null, signal)).resources;
      } catch (error) {
        if (isProblem(error, "nothing-selected")) return [];
        throw error;
      }
    },
  });
}

/** The references of a branch by key, for the tags beside names. */
export function referencesQuery(scope: Scope) {
  const { projectId, branch } = scope;
  return queryOptions({
    queryKey: [...keys.branch(scope), "references"],
    queryFn: async ({ signal }) => {
      const found = new Map<string, Reference>();
      for (let offset = 0, total = 1; offset < total; offset += PAGE) {
        const query = { branch, offset, limit: PAGE };
        const page = await dataOf(
          api.GET("/api/projects/{projectId}/resources", { params: { path: { projectId }, query }, signal }),
        );
        total = page.total;
        for (const { kind, name, reference } of page.items)
          if (reference) found.set(keyOf(kind, name), reference);
      }
      return found;
    },
  });
}

/** Marks all that is done for one export. */
export const EXPORTING = ["export"];

/** Asks what a selection needs, just before it is exported. */
export function usePreview(scope: Scope) {
  return useMutation({
    mutationKey: EXPORTING,
    mutationFn: (selection: Selection | null) => previewExport(scope, selection),
  });
}

/** Fetches the export file, with the name that the server gave it. */
export function useExport(scope: Scope) {
  const { projectId, branch } = scope;
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: EXPORTING,
    mutationFn: async (selection: Selection | null): Promise<Exported> => {
      const { data, response } = await api.POST("/api/projects/{projectId}/exports", {
        params: { path: { projectId }, query: { branch } },
        body: { selection, includeDependencies: true },
        parseAs: "blob",
      });
      const fileName = downloadName(response.headers.get("Content-Disposition"), "fast-data-export.json");
      return { fileName, content: data ?? new Blob() };
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...keys.branch(scope), "transfers"] }),
  });
}
