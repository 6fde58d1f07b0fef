import { describe, expect, it } from "vitest";
import { diagramOf } from "./diagram";
import { boundsOf, firstOf, placeCollections } from "./placing";

const one = (oneToMany: boolean) => ({ conditions: { c: { condition: { A: "B" }, oneToMany } } });
const entryOf = (config: Record<string, unknown>) => ({ erSchema: { config } });

describe("the diagram of an ER schema", () => {
  it("has each collection once, with what it is here", () => {
    const entry = entryOf({ orders: { outgoing: { riders: one(false), lost: one(false) } } });
    const uses = [
      { kind: "projection", name: "orders" },
      { kind: "crudCollection", name: "riders" },
      { kind: "unknown", name: "lost" },
    ];

    expect(diagramOf(entry, uses).collections).toEqual([
      { name: "lost", kind: "unknown" },
      { name: "orders", kind: "projection" },
      { name: "riders", kind: "crudCollection" },
    ]);
  });

  it("tells what was typed just now from what is no resource here", () => {
    const entry = entryOf({ orders: { outgoing: { typed: one(false) } } });
    const uses = [{ kind: "unknown", name: "orders" }];

    expect(diagramOf(entry, uses).collections).toEqual([
      { name: "orders", kind: "unknown" },
      { name: "typed", kind: "new" },
    ]);
  });

  it("has one line for a pair, whatever its directions and conditions", () => {
    const twice = {
      conditions: { x: { condition: {}, oneToMany: false }, y: { condition: {}, oneToMany: true } },
    };
    const entry = entryOf({
      a: { outgoing: { b: twice, c: one(false) } },
      b: { outgoing: { a: one(false) } },
    });

    expect(diagramOf(entry, []).ties).toEqual([
      { from: "a", to: "b", toMany: true, fromMany: false },
      { from: "a", to: "c", toMany: false, fromMany: null },
    ]);
  });

  it("draws a collection that is tied to itself", () => {
    const entry = entryOf({ a: { outgoing: { a: one(true) } } });

    expect(diagramOf(entry, []).ties).toEqual([{ from: "a", to: "a", toMany: true, fromMany: null }]);
  });

  it("has a place of its own for each collection, also in a circle", () => {
    const entry = entryOf({
      a: { outgoing: { b: one(true) } },
      b: { outgoing: { c: one(true) } },
      c: { outgoing: { a: one(true) } },
      alone: {},
    });
    const { collections, ties } = diagramOf(entry, []);
    const places = [...placeCollections(collections, ties).values()].map(({ x, y }) => `${x} ${y}`);

    expect(new Set(places).size).toBe(4);
  });

  it("begins with what leads to all others, within the bounds of all", () => {
    const entry = entryOf({
      b: {},
      c: {},
      d: {},
      root: { outgoing: { b: one(true), c: one(true), d: one(true) } },
    });
    const { collections, ties } = diagramOf(entry, []);
    const places = placeCollections(collections, ties);
    const { x, y, width, height } = boundsOf(places);

    expect(firstOf(places)).toMatchObject({ ...places.get("root") });
    expect([x, y]).toEqual([0, 0]);
    for (const place of places.values()) {
      expect(place.x + place.width).toBeLessThanOrEqual(width);
      expect(place.y + 40).toBeLessThanOrEqual(height);
    }
  });
});
