import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";

/** A line between two collections, with how many there are on each of its sides. */
export function TieEdge({ data, markerStart, markerEnd, ...edge }: EdgeProps) {
  const [path, x, y] = getBezierPath(edge);
  const ends = [sideOf(data?.fromMany), sideOf(data?.toMany)];
  // Where the line runs from right to left, so do its sides.
  const sides = edge.sourceX > edge.targetX ? ends.toReversed() : ends;
  return (
    <>
      <BaseEdge path={path} markerStart={markerStart} markerEnd={markerEnd} />
      <EdgeLabelRenderer>
        <span
          className="er-sides"
          aria-hidden
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {sides.filter(Boolean).join(" : ")}
        </span>
      </EdgeLabelRenderer>
    </>
  );
}

function sideOf(many: unknown): string | null {
  return typeof many === "boolean" ? (many ? "N" : "1") : null;
}
