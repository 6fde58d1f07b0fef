import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { makePlan, makeProblem } from "@/test/make";
import { server } from "@/test/server";
import { api, dataOf } from "./client";
import { isProblem, toProblem } from "./problem";

const get = () => dataOf(api.GET("/api/projects/{projectId}", { params: { path: { projectId: "p" } } }));

async function failureOf(call: () => Promise<unknown>) {
  try {
    await call();
  } catch (error) {
    return toProblem(error);
  }
  throw new Error("the call did not fail");
}

describe("a request that fails", () => {
  it("says its code, words, faults and fresh plan", async () => {
    const fault = { code: "invalid-json", message: "a comma is missing", line: 3, column: 14 };
    const body = makeProblem("stale-plan", 409, { errors: [fault], plan: makePlan() });
    server.use(http.get("*/api/projects/p", () => HttpResponse.json(body, { status: 409 })));

    const problem = await failureOf(get);

    expect(problem).toMatchObject({ code: "stale-plan", status: 409, message: "stale-plan happened" });
    expect(problem.faults).toEqual([fault]);
    expect(problem.plan?.planDigest).toBe("sha256-plan");
    expect(isProblem(problem, "stale-plan")).toBe(true);
    expect(isProblem(problem, "busy")).toBe(false);
  });

  it("is unexpected when the answer is no problem document", async () => {
    server.use(http.get("*/api/projects/p", () => new HttpResponse("<html>", { status: 502 })));

    expect(await failureOf(get)).toMatchObject({ code: "unexpected", status: 502, faults: [] });
  });

  it("is a network problem when there is no answer", async () => {
    server.use(http.get("*/api/projects/p", () => HttpResponse.error()));

    expect(await failureOf(get)).toMatchObject({ code: "network", status: 0 });
  });
});
