import { describe, expect, it } from "vitest";
import { isCut, startOf } from "./viewport";

const ROOM = { width: 700, height: 400 };
const FIRST = { x: 0, y: 1480, width: 120, height: 40 };

describe("what a diagram shows at first", () => {
  it("is all of it, in the middle, when that can be read", () => {
    const bounds = { x: 100, y: 0, width: 500, height: 200 };

    expect(startOf(bounds, { ...FIRST, y: 0 }, ROOM)).toEqual({ x: 0, y: 100, zoom: 1 });
  });

  it("is all of it at a smaller size as long as that can be read", () => {
    const bounds = { x: 0, y: 0, width: 832, height: 200 };
    const start = startOf(bounds, { ...FIRST, y: 0 }, ROOM);

    expect(start.zoom * 14).toBeGreaterThan(11);
    expect(isCut(bounds, start, ROOM)).toBe(false);
  });

  it("is its first collection, at a size that can be read, when it is larger", () => {
    const { x, y, zoom } = startOf({ x: 0, y: 0, width: 4000, height: 3000 }, FIRST, ROOM);

    expect(zoom * 14).toBeGreaterThan(11);
    expect(x).toBe(12);
    expect(y + 1500 * zoom).toBeCloseTo(200);
  });

  it("leaves no room empty above a first collection at the top", () => {
    const bounds = { x: 0, y: 0, width: 4000, height: 3000 };

    expect(startOf(bounds, { ...FIRST, y: 0 }, ROOM).y).toBe(12);
  });
});

describe("a diagram", () => {
  const bounds = { x: 0, y: 0, width: 600, height: 300 };

  it.each([
    [{ x: 0, y: 0, zoom: 1 }, false],
    [{ x: -1, y: 0, zoom: 1 }, true],
    [{ x: 0, y: 101, zoom: 1 }, true],
    [{ x: 0, y: 0, zoom: 2 }, true],
  ])("moved to %j has something out of sight: %s", (viewport, expected) => {
    expect(isCut(bounds, viewport, ROOM)).toBe(expected);
  });
});
