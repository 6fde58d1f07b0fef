import { describe, expect, it } from "vitest";
import { makeItem } from "@/test/make";
import { toChoices } from "./choices";

const ITEMS = [
  makeItem({ kind: "system", name: "s", system: null }),
  makeItem({ name: "a", system: "s" }),
  makeItem({ name: "b", system: "s" }),
  makeItem({ kind: "erSchema", name: "er", system: null }),
];
const UNDECIDED = {
  picked: null,
  renames: new Map<string, string>(),
  allowOlder: false,
  reviewed: new Set<string>(),
};

describe("choices of an import", () => {
  it("say nothing but the mode as long as nothing is decided", () => {
    expect(toChoices("reference", UNDECIDED, ITEMS)).toEqual({ mode: "reference" });
  });

  it("name a whole system without its projections", () => {
    const picked = new Set(["system/s", "projection/a", "projection/b"]);

    expect(toChoices("resource", { ...UNDECIDED, picked }, ITEMS).selection).toMatchObject({
      systems: [{ name: "s" }],
      projections: [],
      erSchemas: [],
    });
  });

  it("name a system with some or none of its projections", () => {
    const some = toChoices(
      "resource",
      { ...UNDECIDED, picked: new Set(["system/s", "projection/b"]) },
      ITEMS,
    );
    const none = toChoices("resource", { ...UNDECIDED, picked: new Set(["system/s"]) }, ITEMS);

    expect(some.selection?.systems).toEqual([{ name: "s", projections: ["b"] }]);
    expect(none.selection?.systems).toEqual([{ name: "s", projections: [] }]);
  });

  it("name a projection alone when its system is not picked", () => {
    const choices = toChoices("resource", { ...UNDECIDED, picked: new Set(["projection/a"]) }, ITEMS);

    expect(choices.selection).toMatchObject({ systems: [], projections: ["a"] });
  });

  it("carry renames and the leave to take an older version", () => {
    const decisions = { ...UNDECIDED, renames: new Map([["projection/a", "a_1"]]), allowOlder: true };

    expect(toChoices("reference", decisions, ITEMS)).toEqual({
      mode: "reference",
      renames: [{ kind: "projection", name: "a", newName: "a_1" }],
      allowOlder: true,
    });
  });
});
