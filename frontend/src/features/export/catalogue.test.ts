import { describe, expect, it } from "vitest";
import type { ExportResource } from "@/api/types";
import { allLeaves, countPicked, extentOf, makeCatalogue, searchNodes, toSelection } from "./catalogue";

const RESOURCES: ExportResource[] = [
  { kind: "system", name: "delivery" },
  { kind: "system", name: "empty" },
  { kind: "projection", name: "pr_a", system: "delivery" },
  { kind: "projection", name: "pr_b", system: "delivery" },
  { kind: "erSchema", name: "delivery-er" },
  { kind: "castFunction", name: "castYesNo" },
  { kind: "castFunction", name: "castDecimal" },
];
const CATALOGUE = makeCatalogue(RESOURCES);
const EVERYTHING = new Set(Object.values(CATALOGUE).flatMap(allLeaves));

describe("selection of an export", () => {
  it("writes everything as null", () => {
    expect(toSelection(CATALOGUE, EVERYTHING)).toBeNull();
  });

  it("writes a whole kind as all, and leaves out kinds of which nothing is ticked", () => {
    const picked = new Set(["castFunction/castYesNo", "castFunction/castDecimal"]);

    expect(toSelection(CATALOGUE, picked)).toEqual({ castFunctions: "all" });
  });

  it("names the ticked projections of a half ticked system", () => {
    expect(toSelection(CATALOGUE, new Set(["projection/pr_b"]))).toEqual({
      systems: [{ name: "delivery", projections: ["pr_b"] }],
    });
  });

  it("names a wholly ticked system without its projections", () => {
    const picked = new Set(["projection/pr_a", "projection/pr_b"]);

    expect(toSelection(CATALOGUE, picked)).toEqual({ systems: [{ name: "delivery" }] });
  });

  it("names single resources of other kinds", () => {
    expect(toSelection(CATALOGUE, new Set(["castFunction/castYesNo"]))).toEqual({
      castFunctions: ["castYesNo"],
    });
  });
});

describe("ticks", () => {
  it("are half for a system of which some projections are ticked", () => {
    const [delivery] = CATALOGUE.system;

    expect(extentOf(delivery ? [delivery] : [], new Set(["projection/pr_a"]))).toBe("some");
  });

  it("count a system when anything of it is ticked", () => {
    expect(countPicked(CATALOGUE, new Set(["projection/pr_a", "erSchema/delivery-er"]))).toEqual({
      system: 1,
      projection: 1,
      erSchema: 1,
      singleView: 0,
      castFunction: 0,
    });
  });
});

describe("search", () => {
  it("keeps of a system only the projections that match", () => {
    expect(allLeaves(searchNodes(CATALOGUE.system, "PR_B"))).toEqual(["projection/pr_b"]);
  });

  it("keeps a system that matches with all its projections", () => {
    expect(allLeaves(searchNodes(CATALOGUE.system, "deliv"))).toEqual(["projection/pr_a", "projection/pr_b"]);
  });
});
