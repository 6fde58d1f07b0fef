import type { Fault, Plan, ProblemDetails } from "./types";

/** The server's codes, and two for answers that are none of its problems. */
export type ProblemCode = ProblemDetails["code"] | "network" | "unexpected";

type Members = {
  code: ProblemCode;
  status: number;
  title: string;
  detail: string;
  errors: readonly Fault[];
  plan: Plan | null;
};

/** A request that failed: what `application/problem+json` says, or `network` and `unexpected` when it says nothing. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly faults: readonly Fault[];
  /** The fresh plan of `stale-plan` and `plan-blocked`. */
  readonly plan: Plan | null;

  constructor({ code, status, title, detail, errors, plan }: Members) {
    super(detail);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
    this.title = title;
    this.faults = errors;
    this.plan = plan;
  }
}

/** Tells whether a failure is a problem, of this code when one is given. */
export function isProblem(error: unknown, code?: ProblemCode): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** Turns whatever was thrown into a problem that can be shown. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ code: "unexpected", status: 0, title: "", detail, errors: [], plan: null });
}
