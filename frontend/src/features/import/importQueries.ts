import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, dataOf, importForm, type Upload } from "@/api/client";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import type { Choices, Plan } from "@/api/types";

/** A file that was chosen: a number for the cache, and its digest once the server has it. */
type Known = { id: number; digest: string | null };

const known = new WeakMap<File, Known>();
let files = 0;

function about(file: File): Known {
  const found = known.get(file) ?? { id: ++files, digest: null };
  known.set(file, found);
  return found;
}

/** Sends the file once, then only its digest; when the server no longer keeps it, the file again. */
async function withUpload<T>(file: File, send: (upload: Upload) => Promise<T>): Promise<T> {
  const { digest } = about(file);
  if (digest === null) return send(file);
  try {
    return await send(digest);
  } catch (error) {
    if (isProblem(error, "file-expired")) return send(file);
    throw error;
  }
}

function planKey(scope: Scope, file: File, choices: Choices) {
  return [...keys.branch(scope), "plan", about(file).id, choices];
}

/** Quick changes one after the other ask the server once. */
const PAUSE_MS = 120;

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** What an import of this file with these choices would do. */
export function planQuery(scope: Scope, file: File, choices: Choices) {
  const { projectId, branch } = scope;
  return queryOptions({
    queryKey: planKey(scope, file, choices),
    queryFn: async ({ signal }) => {
      await pause(signal);
      const plan = await withUpload(file, (upload) =>
        dataOf(
          api.POST("/api/projects/{projectId}/imports/plan", {
            params: { path: { projectId }, query: { branch } },
            body: { choices },
            bodySerializer: () => importForm(upload, choices),
            signal,
          }),
        ),
      );
      about(file).digest = plan.file.digest;
      return plan;
    },
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  });
}

/** Marks a confirmation that is under way. */
export const APPLYING = ["apply-import"];

type Application = { file: File; choices: Choices; plan: Plan; idempotencyKey: string };

/** Executes exactly the plan that was looked at. A fresh plan that comes with a refusal takes its place. */
export function useApply(scope: Scope) {
  const { projectId, branch } = scope;
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: APPLYING,
    mutationFn: ({ file, choices, plan, idempotencyKey }: Application) => {
      const confirmed: Choices = { ...choices, planDigest: plan.planDigest };
      return withUpload(file, (upload) =>
        dataOf(
          api.POST("/api/projects/{projectId}/imports", {
            params: { path: { projectId }, query: { branch }, header: { "Idempotency-Key": idempotencyKey } },
            body: { choices: confirmed },
            bodySerializer: () => importForm(upload, confirmed),
          }),
        ),
      );
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.project(projectId) }),
    onError: (error, { file, choices }) => {
      if (isProblem(error) && error.plan) queryClient.setQueryData(planKey(scope, file, choices), error.plan);
    },
  });
}

/** A key that nobody else has; `crypto.randomUUID` exists on secure origins only. */
export function makeIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
