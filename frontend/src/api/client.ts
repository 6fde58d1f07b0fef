/** The one typed client. The only file that may cast: what the network brings has no type of its own. */
import createClient, { type Middleware } from "openapi-fetch";
import { ApiProblem } from "./problem";
import type { paths } from "./schema.gen";
import type { ProblemDetails } from "./types";

const raiseProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
  onError({ error }) {
    if (error instanceof Error && error.name === "AbortError") return error;
    return new ApiProblem({ code: "network", status: 0, title: "", detail: "", errors: [], plan: null });
  },
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
});
api.use(raiseProblems);

/** Unwraps the data of a call; failures have been thrown before. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

/** What carries an import: the file itself, or the digest of one that the server still keeps. */
type Upload = File | string;

/** Builds the multipart body of a call about a file; its other parts are JSON. */
export function importForm(upload: Upload, fields: Record<string, unknown>): FormData {
  const form = new FormData();
  if (typeof upload === "string") form.append("fileDigest", upload);
  else form.append("file", upload, upload.name);
  for (const [name, value] of Object.entries(fields)) form.append(name, JSON.stringify(value));
  return form;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readJson(response);
  return new ApiProblem({
    code: body.code ?? "unexpected",
    status: response.status,
    title: body.title ?? response.statusText,
    detail: body.detail ?? "",
    errors: body.errors ?? [],
    plan: body.plan ?? null,
  });
}

async function readJson(response: Response): Promise<Partial<ProblemDetails>> {
  try {
    return (await response.json()) as Partial<ProblemDetails>;
  } catch {
    return {};
  }
}
