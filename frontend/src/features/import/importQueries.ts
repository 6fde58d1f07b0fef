import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  skipToken,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, dataOf, importForm } from "@/api/client";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import { sendForm } from "@/api/sendForm";
import type { Choices, Kind, Plan } from "@/api/types";

/** A file that was chosen: a number for the cache, and its digest once the server has it. */
type Known = { id: number; digest: string | null };

const known = new WeakMap<File, Known>();
let files = 0;

function about(file: File): Known {
  const found = known.get(file) ?? { id: ++files, digest: null };
  known.set(file, found);
  return found;
}

/** What a form says besides the file, each part as JSON. */
type Fields = Record<string, unknown>;

/** A form, and how it is sent: as a file it is large, so that its progress is told. */
type Sending = { form: FormData; fetch?: (request: Request) => Promise<Response> };

/** Sends the file once, then only its digest; when the server no longer keeps it, the file again. */
async function withUpload<T>(
  client: QueryClient,
  file: File,
  fields: Fields,
  send: (sending: Sending) => Promise<T>,
): Promise<T> {
  const sendFile = () => {
    const form = importForm(file, fields);
    const onProgress = (part: number) => client.setQueryData(progressKey(file), part);
    return send({ form, fetch: (request) => sendForm(request, form, onProgress) });
  };
  const { digest } = about(file);
  if (digest === null) return sendFile();
  try {
    return await send({ form: importForm(digest, fields) });
  } catch (error) {
    if (isProblem(error, "file-expired")) return sendFile();
    throw error;
  }
}

function progressKey(file: File) {
  return ["upload", about(file).id];
}

/** How much of a file was sent, 0 to 1. */
export function progressQuery(file: File) {
  return queryOptions<number>({ queryKey: progressKey(file), queryFn: skipToken });
}

function planKey(scope: Scope, file: File, choices: Choices) {
  // As one text: of thousands of names in a selection, the cache would compare each at every click.
  return [...keys.branch(scope), "plan", about(file).id, JSON.stringify(choices)];
}

function isPlan({ queryKey }: { queryKey: readonly unknown[] }) {
  return queryKey.includes("plan");
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
    queryFn: async ({ signal, client }) => {
      await pause(signal);
      const plan = await withUpload(client, file, { choices }, ({ form, fetch }) =>
        dataOf(
          api.POST("/api/projects/{projectId}/imports/plan", {
            params: { path: { projectId }, query: { branch } },
            body: { choices },
            bodySerializer: () => form,
            fetch,
            signal,
          }),
        ),
      );
      about(file).digest = plan.file.digest;
      return plan;
    },
    placeholderData: keepPreviousData,
    // What is looked at is what is confirmed: if it does not hold any more, the server says so, and what moved.
    staleTime: Number.POSITIVE_INFINITY,
    // A plan of many items is new as a whole: looking for what stayed equal in it takes longer than showing it.
    structuralSharing: false,
  });
}

type ItemName = { kind: Kind; name: string };

/** Some items as they are here, and as the import would make them. */
export function comparisonQuery(scope: Scope, file: File, choices: Choices, items: readonly ItemName[]) {
  const { projectId, branch } = scope;
  const wanted = items.map(({ kind, name }) => ({ kind, name }));
  return queryOptions({
    queryKey: [...planKey(scope, file, choices), "comparison", wanted],
    queryFn: ({ signal, client }) =>
      withUpload(client, file, { choices, items: wanted }, ({ form, fetch }) =>
        dataOf(
          api.POST("/api/projects/{projectId}/imports/comparison", {
            params: { path: { projectId }, query: { branch } },
            body: { choices, items: wanted },
            bodySerializer: () => form,
            fetch,
            signal,
          }),
        ),
      ),
    staleTime: Number.POSITIVE_INFINITY,
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
      return withUpload(queryClient, file, { choices: confirmed }, ({ form }) =>
        dataOf(
          api.POST("/api/projects/{projectId}/imports", {
            params: { path: { projectId }, query: { branch }, header: { "Idempotency-Key": idempotencyKey } },
            body: { choices: confirmed },
            bodySerializer: () => form,
          }),
        ),
      );
    },
    onSuccess: async () => {
      const queryKey = keys.project(projectId);
      await queryClient.invalidateQueries({ queryKey, refetchType: "none" });
      // The plan that was confirmed stays in view until the result comes: judged again, all of it would be unchanged.
      await queryClient.refetchQueries({ queryKey, type: "active", predicate: (query) => !isPlan(query) });
    },
    onError: (error, { file, choices }) => {
      if (!isProblem(error) || error.plan === null) return;
      // What would come of other choices is as old.
      queryClient.removeQueries({ type: "inactive", predicate: isPlan });
      queryClient.setQueryData(planKey(scope, file, choices), error.plan);
    },
  });
}

/** A key that nobody else has; `crypto.randomUUID` exists on secure origins only. */
export function makeIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
