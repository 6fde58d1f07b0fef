import { describe, expect, it } from "vitest";
import { makeComparison } from "@/test/make";
import { placeWords, valueText } from "./changeWords";

const COMPARISON = makeComparison({
  after: {
    fields: [{ name: "ID" }, { name: "AMOUNT", type: "number" }],
    topics: { ingestion: { name: "t" } },
    tags: ["x"],
  },
});

function place(pointer: string, from: unknown, to: unknown) {
  return placeWords(COMPARISON, { pointer, from, to });
}

describe("the place of a change", () => {
  it("names the elements of a list", () => {
    expect(place("/fields/1/type", "string", "number")).toEqual(["fields", "AMOUNT", "type"]);
  });

  it("names what came and what went by itself", () => {
    expect(place("/fields/1", null, { name: "AMOUNT" })).toEqual(["fields", "AMOUNT"]);
    expect(place("/fields/1", { name: "GONE" }, null)).toEqual(["fields", "GONE"]);
  });

  it("keeps the keys of an object, and the numbers of what has no name", () => {
    expect(place("/topics/ingestion", null, { name: "t" })).toEqual(["topics", "ingestion"]);
    expect(place("/tags/0", "y", "x")).toEqual(["tags", "0"]);
  });

  it("reads the escapes of a pointer", () => {
    expect(place("/a~1b~0c", 1, 2)).toEqual(["a/b~c"]);
  });
});

describe("a value", () => {
  it("is cut where nobody would read on", () => {
    expect(valueText("x".repeat(5_000))).toHaveLength(1_001);
  });
});
