import type { Box } from "./placing";

/** Names are drawn at 14 pixels: smaller than this they cannot be read by everybody. */
const READABLE = 0.79;
const LIFE_SIZE = 1;
const MARGIN = 12;

type Size = { width: number; height: number };
type Viewport = { x: number; y: number; zoom: number };

/** What a diagram shows at first: all of it, or its first collection when its names could not be read then. */
export function startOf(bounds: Box, first: Box, room: Size): Viewport {
  const whole = Math.min(
    (room.width - 2 * MARGIN) / bounds.width,
    (room.height - 2 * MARGIN) / bounds.height,
  );
  const zoom = Math.min(Math.max(whole, READABLE), LIFE_SIZE);
  const offset = (axis: "x" | "y", side: "width" | "height") =>
    offsetOf(
      { start: bounds[axis] * zoom, length: bounds[side] * zoom },
      { start: first[axis] * zoom, length: first[side] * zoom },
      room[side],
    );
  return { x: offset("x", "width"), y: offset("y", "height"), zoom };
}

type Stretch = { start: number; length: number };

/** All in the middle; where there is not enough room, the first one is, as far as that leaves no room empty. */
function offsetOf(all: Stretch, first: Stretch, room: number): number {
  const middle = ({ start, length }: Stretch) => (room - length) / 2 - start;
  const begin = MARGIN - all.start;
  const end = room - MARGIN - all.start - all.length;
  return begin <= end ? middle(all) : Math.max(end, Math.min(begin, middle(first)));
}

/** Tells whether some of a diagram is out of sight. */
export function isCut(bounds: Box, { x, y, zoom }: Viewport, room: Size): boolean {
  const left = bounds.x * zoom + x;
  const top = bounds.y * zoom + y;
  const right = left + bounds.width * zoom;
  const bottom = top + bounds.height * zoom;
  return left < 0 || top < 0 || right > room.width || bottom > room.height;
}
