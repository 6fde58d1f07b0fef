import { describe, expect, it } from "vitest";
import type { PlanItem } from "@/api/types";
import { makeIssue, makeItem, makePlan } from "@/test/make";
import {
  blockedOf,
  conflictsOf,
  countProblems,
  firstKind,
  isMixed,
  isReferenceImpossible,
  kindsOf,
  movesBetween,
  shownItems,
  suggestionsOf,
  withProjections,
} from "./planView";

const CONFLICT = makeItem({
  name: "a",
  status: "conflict",
  suggestedName: "a_1",
  issues: [makeIssue("conflict")],
});
const BLOCKED = makeItem({ name: "b", status: "blocked", issues: [makeIssue("architecture")] });

const UNCHANGED = makeItem({ name: "u", status: "unchanged" });
const NO_FILTER = { search: "", onlyProblems: false, onlyChanges: false };

describe("problems of a plan", () => {
  it("are those of selected items and of the plan as a whole", () => {
    const plan = makePlan({
      items: [CONFLICT, { ...BLOCKED, selected: false }],
      issues: [makeIssue("config-version")],
    });

    expect(countProblems(plan)).toBe(2);
  });

  it("can be all that is shown", () => {
    const plan = makePlan({ items: [CONFLICT, makeItem({ name: "c" })] });

    expect(shownItems(plan, "projection", { ...NO_FILTER, onlyProblems: true })).toEqual([CONFLICT]);
  });

  it("are found by the new name too", () => {
    const renamed = makeItem({ name: "c", newName: "special" });

    expect(
      shownItems(makePlan({ items: [renamed, BLOCKED] }), "projection", { ...NO_FILTER, search: "SPEC" }),
    ).toEqual([renamed]);
  });

  it("of the name come with the names that the server suggests", () => {
    const plan = makePlan({ items: [CONFLICT, { ...CONFLICT, name: "z", renamable: false }] });

    expect(suggestionsOf(plan)).toEqual(new Map([["projection/a", "a_1"]]));
    expect(conflictsOf(plan)).toEqual(["projection/a", "projection/z"]);
  });
});

describe("blocked items", () => {
  it("can be left out, systems with their projections, but for what something else needs", () => {
    const system = { ...BLOCKED, kind: "system" as const, name: "delivery", system: null };
    const needed = {
      ...BLOCKED,
      name: "needed",
      system: "other",
      because: [{ kind: "erSchema", name: "er" }],
    };
    const plan = makePlan({ items: [system, makeItem({ name: "inside" }), needed, CONFLICT] });

    expect(blockedOf(plan)).toEqual(["system/delivery", "projection/inside", "projection/a"]);
  });
});

describe("changes of a plan", () => {
  const deselected = makeItem({ name: "d", selected: false });
  const plan = makePlan({ items: [UNCHANGED, deselected, makeItem({ name: "n" }), BLOCKED] });

  it("can be all that is shown: what would be written if selected, and what is in the way", () => {
    const shown = shownItems(plan, "projection", { ...NO_FILTER, onlyChanges: true });

    expect(shown.map(({ name }) => name)).toEqual(["d", "n", "b"]);
  });

  it("are among others when something selected stays as it is", () => {
    expect(isMixed(plan)).toBe(true);
    expect(isMixed(makePlan({ items: [UNCHANGED, deselected] }))).toBe(false);
    expect(isMixed(makePlan({ items: [makeItem(), { ...UNCHANGED, selected: false }] }))).toBe(false);
  });
});

describe("the tab that is open first", () => {
  const system = makeItem({ kind: "system", status: "unchanged" });
  const view = makeItem({ kind: "singleView" });
  const first = (...items: PlanItem[]) => firstKind(kindsOf(makePlan({ items })));

  it("is the first with a problem, else with a change, else the first", () => {
    expect(first(system, makeItem(), { ...CONFLICT, kind: "singleView" })).toBe("singleView");
    expect(first(system, UNCHANGED, view)).toBe("singleView");
    expect(first(system, UNCHANGED, { ...view, selected: false })).toBe("system");
  });
});

describe("references", () => {
  it("are impossible when every item of the file is blocked by the architecture", () => {
    expect(isReferenceImpossible(makePlan({ items: [BLOCKED] }))).toBe(true);
    expect(isReferenceImpossible(makePlan({ items: [BLOCKED, makeItem()] }))).toBe(false);
    expect(isReferenceImpossible(makePlan({ items: [] }))).toBe(false);
  });
});

describe("a system", () => {
  it("is picked and left out with its projections", () => {
    const system = makeItem({ kind: "system", name: "delivery", system: null });
    const plan = makePlan({
      items: [system, makeItem({ name: "a" }), makeItem({ name: "b", system: "other" })],
    });

    expect(withProjections(plan, ["system/delivery"])).toEqual(["system/delivery", "projection/a"]);
  });
});

describe("a stale plan", () => {
  it("moves what is no longer what it was, what came and what went", () => {
    const before = makePlan({
      items: [makeItem({ name: "a" }), makeItem({ name: "same" }), makeItem({ name: "gone" })],
    });
    const after = makePlan({ items: [CONFLICT, makeItem({ name: "same" }), makeItem({ name: "came" })] });

    expect(movesBetween(before, after)).toEqual([
      { kind: "projection", name: "a", from: "new", to: "conflict" },
      { kind: "projection", name: "came", from: null, to: "new" },
      { kind: "projection", name: "gone", from: "new", to: null },
    ]);
  });
});
