import { describe, expect, it } from "vitest";
import { endpointsOf, fieldsOf, indexesOf, nodesOf, relationsOf, topicsOf } from "./entry";

describe("an entry", () => {
  it("shows what it has of the expected shape, and leaves out the rest", () => {
    const entry = {
      fields: [{ name: "ID", type: "string", primaryKey: true, unknown: {} }, 3, null],
      indexes: [
        {
          name: "i",
          type: "normal",
          fields: [
            { name: "ID", order: 1 },
            { name: "AT", order: -1 },
          ],
        },
      ],
      topics: { ingestion: { name: "a.b" }, broken: "text" },
      internalEndpoints: [{ basePath: "/sv", defaultState: "DRAFT" }],
    };

    expect(fieldsOf(entry).map(({ name, isPrimaryKey }) => [name, isPrimaryKey])).toEqual([["ID", true]]);
    expect(indexesOf(entry)).toEqual([{ name: "i", type: "normal", isUnique: false, fields: "ID, AT ↓" }]);
    expect(topicsOf(entry)).toEqual([{ use: "ingestion", name: "a.b" }]);
    expect(endpointsOf(entry)).toEqual([{ basePath: "/sv", defaultState: "DRAFT" }]);
  });

  it.each([{}, { fields: 1, indexes: {}, topics: [], erSchema: null }])(
    "of any shape is shown: %j",
    (entry) => {
      expect(
        [fieldsOf, indexesOf, topicsOf, endpointsOf, relationsOf, nodesOf].map((view) => view(entry)),
      ).toEqual([[], [], [], [], [], []]);
    },
  );
});

describe("an ER schema", () => {
  const entry = {
    erSchema: {
      config: {
        a: { outgoing: { b: { conditions: { a_to_b: { condition: { ID_B: "ID_A" }, oneToMany: true } } } } },
        c: {},
      },
    },
  };

  it("has a relation for each condition", () => {
    expect(relationsOf(entry)).toEqual([
      { from: "a", to: "b", name: "a_to_b", isOneToMany: true, condition: "ID_B = ID_A" },
    ]);
  });

  it("has the collections that it names, also without relations", () => {
    expect(nodesOf(entry)).toEqual(["a", "b", "c"]);
  });
});
