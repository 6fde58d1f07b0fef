/** Names are drawn at 13 pixels: smaller than this they cannot be read by everybody. */
const READABLE = 0.85;
const LIFE_SIZE = 1;
const MARGIN = 24;

type Size = { width: number; height: number };
type Box = Size & { x: number; y: number };

/** What a diagram shows at first: all of it, or where it begins when its names could not be read then. */
export function startOf(bounds: Box, room: Size): { x: number; y: number; zoom: number } {
  const whole = Math.min(
    (room.width - 2 * MARGIN) / bounds.width,
    (room.height - 2 * MARGIN) / bounds.height,
  );
  const zoom = Math.min(Math.max(whole, READABLE), LIFE_SIZE);
  return {
    x: offsetOf(bounds.x * zoom, bounds.width * zoom, room.width),
    y: offsetOf(bounds.y * zoom, bounds.height * zoom, room.height),
    zoom,
  };
}

/** In the middle, or at the margin where there is not enough room. */
function offsetOf(start: number, length: number, room: number): number {
  return Math.max((room - length) / 2, MARGIN) - start;
}
