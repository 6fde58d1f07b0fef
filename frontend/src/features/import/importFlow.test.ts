import { describe, expect, it } from "vitest";
import { makeReceipt } from "@/test/make";
import { hasDecisions, importFlow, isUnsaved, START } from "./importFlow";

const FILE = new File(["{}"], "fast-data-export.json");
const ALL = ["system/s", "projection/a", "projection/b"];
const CHOSEN = importFlow(START, { type: "file", file: FILE });
const LOOKING = importFlow(CHOSEN, { type: "next", mode: "resource" });

function decisionsOf(state: typeof LOOKING) {
  return state.step === "result" ? null : state.decisions;
}

describe("the dialog Import, file", () => {
  it("does not go on without a file", () => {
    expect(importFlow(START, { type: "next", mode: "reference" })).toBe(START);
  });

  it("forgets every decision when another file is chosen", () => {
    const ticked = importFlow(LOOKING, { type: "tick", keys: ["system/s"], isPicked: false, all: ALL });
    const back = importFlow(ticked, { type: "back" });

    expect(importFlow(back, { type: "file", file: FILE })).toEqual(CHOSEN);
  });

  it("has nothing to lose", () => {
    expect(isUnsaved(CHOSEN)).toBe(false);
  });
});

describe("the dialog Import, selection", () => {
  it("begins with everything selected", () => {
    expect(decisionsOf(LOOKING)?.picked).toBeNull();
  });

  it("deselects one of all", () => {
    const state = importFlow(LOOKING, { type: "tick", keys: ["projection/a"], isPicked: false, all: ALL });

    expect(decisionsOf(state)?.picked).toEqual(new Set(["system/s", "projection/b"]));
  });

  it("is everything again once the last one is ticked", () => {
    const some = importFlow(LOOKING, { type: "tick", keys: ["projection/a"], isPicked: false, all: ALL });
    const state = importFlow(some, { type: "tick", keys: ["projection/a"], isPicked: true, all: ALL });

    expect(decisionsOf(state)?.picked).toBeNull();
  });

  it("drops a rename that gives an item its own name back", () => {
    const renamed = importFlow(LOOKING, { type: "rename", kind: "projection", name: "a", newName: "a_1" });
    const state = importFlow(renamed, { type: "rename", kind: "projection", name: "a", newName: "a" });

    expect(decisionsOf(renamed)?.renames).toEqual(new Map([["projection/a", "a_1"]]));
    expect(decisionsOf(state)?.renames).toEqual(new Map());
  });

  it("keeps the decisions when it goes back to the file", () => {
    const renamed = importFlow(LOOKING, { type: "rename", kind: "projection", name: "a", newName: "a_1" });
    const back = importFlow(renamed, { type: "back" });

    expect(importFlow(back, { type: "next", mode: "resource" })).toEqual(renamed);
  });

  it("keeps the decisions when the plan is stale, and forgets the attempt", () => {
    const older = importFlow(LOOKING, { type: "allow-older", allowOlder: true });
    const sent = importFlow(older, { type: "confirm", attempt: { planDigest: "p", idempotencyKey: "k" } });
    const moved = [{ kind: "projection", name: "a", from: "new", to: "conflict" }] as const;

    const stale = importFlow(sent, { type: "stale", moved, impossible: [] });

    expect(stale).toEqual({ ...older, moved, attempt: null });
  });

  it("takes back new names that make no sense any more when the plan is stale", () => {
    const rename = (name: string) =>
      ({ type: "rename", kind: "projection", name, newName: `${name}_1` }) as const;
    const renamed = importFlow(importFlow(LOOKING, rename("a")), rename("b"));

    const stale = importFlow(renamed, { type: "stale", moved: [], impossible: ["projection/a"] });

    expect(decisionsOf(stale)?.renames).toEqual(new Map([["projection/b", "b_1"]]));
  });

  it("starts again with a file that is dropped on it", () => {
    const renamed = importFlow(LOOKING, { type: "rename", kind: "projection", name: "a", newName: "a_1" });

    expect(hasDecisions(LOOKING)).toBe(false);
    expect(hasDecisions(renamed)).toBe(true);
    expect(importFlow(renamed, { type: "file", file: FILE })).toEqual(CHOSEN);
  });

  it("goes to the code and back, and remembers what was read", () => {
    const reading = importFlow(LOOKING, { type: "review" });
    const read = importFlow(reading, { type: "reviewed", keys: ["castFunction/f"] });
    const back = importFlow(read, { type: "back" });

    expect(reading.step).toBe("review");
    expect(back.step).toBe("select");
    expect(decisionsOf(back)?.reviewed).toEqual(new Set(["castFunction/f"]));
    expect(isUnsaved(reading)).toBe(true);
  });

  it("goes from the code to the selection when the plan is stale", () => {
    const reading = importFlow(LOOKING, { type: "review" });

    expect(importFlow(reading, { type: "stale", moved: [], impossible: [] }).step).toBe("select");
  });

  it("ends with the receipt, and nothing leads back", () => {
    const done = importFlow(LOOKING, { type: "applied", receipt: makeReceipt(), checklist: [] });

    expect(done.step).toBe("result");
    expect(importFlow(done, { type: "back" })).toBe(done);
    expect(isUnsaved(done)).toBe(false);
  });
});
