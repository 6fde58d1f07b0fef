import { describe, expect, it } from "vitest";
import type { Related } from "@/api/types";
import { makeIssue, makePreview } from "@/test/make";
import { exportFlow, isUnsaved, needsConfirmation, otherIssues, START } from "./exportFlow";

const PICKED = exportFlow(START, { type: "tick", keys: ["erSchema/er", "system/s"], isPicked: true });

describe("the dialog Export", () => {
  it("ticks and unticks", () => {
    const state = exportFlow(PICKED, { type: "tick", keys: ["system/s"], isPicked: false });

    expect(state).toMatchObject({ step: "select", picked: new Set(["erSchema/er"]) });
  });

  it("keeps what is ticked and searched when it comes back from the dependencies", () => {
    const searching = exportFlow(PICKED, { type: "search", search: "er" });
    const looking = exportFlow(searching, { type: "needs-more", preview: makePreview() });

    expect(exportFlow(looking, { type: "back" })).toEqual(searching);
  });

  it("ticks nothing while the dependencies are shown", () => {
    const looking = exportFlow(PICKED, { type: "needs-more", preview: makePreview() });

    expect(exportFlow(looking, { type: "tick", keys: ["system/t"], isPicked: true })).toBe(looking);
  });

  it("ends with the file's name", () => {
    const done = exportFlow(PICKED, { type: "exported", fileName: "f.json", preview: makePreview() });

    expect(done).toMatchObject({ step: "done", fileName: "f.json" });
    expect(exportFlow(done, { type: "back" })).toBe(done);
  });

  it("has something to lose only between the first tick and the file", () => {
    const done = exportFlow(PICKED, { type: "exported", fileName: "f.json", preview: makePreview() });

    expect([START, PICKED, done].map(isUnsaved)).toEqual([false, true, false]);
  });

  it("does not warn of what it says anyway to stay behind", () => {
    const riders = { kind: "crudCollection", name: "riders" };
    const unknown = (node: Related) => ({ ...makeIssue("unknown-node"), related: [node] });
    const others = [unknown({ kind: "unknown", name: "riders" }), makeIssue("missing-dependency")];
    const preview = makePreview({
      notExported: [{ ...riders, rule: "er-schema-node", because: [] }],
      issues: [unknown(riders), ...others],
    });

    expect(otherIssues(preview)).toEqual(others);
  });

  it("asks for confirmation only when an ER schema needs more", () => {
    const because: Related[] = [];
    const dependency = {
      kind: "projection",
      name: "pr_a",
      rule: "er-schema-node",
      because,
      selected: false,
    } as const;

    expect(needsConfirmation(makePreview({ dependencies: [{ ...dependency, confirm: true }] }))).toBe(true);
    expect(needsConfirmation(makePreview({ dependencies: [{ ...dependency, confirm: false }] }))).toBe(false);
  });
});
