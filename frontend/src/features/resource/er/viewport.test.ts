import { describe, expect, it } from "vitest";
import { startOf } from "./viewport";

const ROOM = { width: 700, height: 400 };

describe("what a diagram shows at first", () => {
  it("is all of it, in the middle, when that can be read", () => {
    expect(startOf({ x: 100, y: 0, width: 500, height: 200 }, ROOM)).toEqual({ x: 0, y: 100, zoom: 1 });
  });

  it("is where it begins, at a size that can be read, when it is larger", () => {
    const { x, y, zoom } = startOf({ x: 0, y: 0, width: 4000, height: 3000 }, ROOM);

    expect(zoom * 13).toBeGreaterThan(11);
    expect([x, y]).toEqual([24, 24]);
  });
});
