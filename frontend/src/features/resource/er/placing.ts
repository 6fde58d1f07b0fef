import { Graph, layout } from "@dagrejs/dagre";
import type { Collection, Tie } from "./diagram";

/** A character of the names, and what is around them; see `.er-node`. */
const CHARACTER = 8.4;
const PADDING = 44;
export const NODE_HEIGHT = 40;
/** Between what is tied: as much as the line with its two arrows and the sides needs. */
const TIE = 40;

const AROUND = 128;
const LOWEST = 240;
const HIGHEST = 420;

export type Place = { x: number; y: number; width: number };
export type Box = Place & { height: number };

/** Finds a place for each collection, so that the lines between them go from left to right. */
export function placeCollections(
  collections: readonly Collection[],
  ties: readonly Tie[],
): Map<string, Place> {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 32, ranksep: TIE });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of collections) {
    graph.setNode(name, { width: name.length * CHARACTER + PADDING, height: NODE_HEIGHT });
  }
  for (const { from, to } of ties) graph.setEdge(from, to);
  layout(graph);
  return new Map(collections.map(({ name }) => [name, cornerOf(graph, name)]));
}

/** The library tells the middle, the diagram wants the corner. */
function cornerOf(graph: Graph, name: string): Place {
  const { x = 0, y = 0, width = 0, height = 0 } = graph.node(name);
  return { x: x - width / 2, y: y - height / 2, width };
}

/** The box around all that is drawn. */
export function boundsOf(places: ReadonlyMap<string, Place>): Box {
  const all = [...places.values()];
  const x = Math.min(...all.map((place) => place.x));
  const y = Math.min(...all.map((place) => place.y));
  const right = Math.max(...all.map((place) => place.x + place.width));
  const bottom = Math.max(...all.map((place) => place.y + NODE_HEIGHT));
  return { x, y, width: right - x, height: bottom - y };
}

/** Where the lines begin: the topmost of the collections furthest to the left. */
export function firstOf(places: ReadonlyMap<string, Place>): Box {
  const middle = ({ x, width }: Place) => x + width / 2;
  const [first = { x: 0, y: 0, width: 0 }] = [...places.values()].sort(
    (one, other) => middle(one) - middle(other) || one.y - other.y,
  );
  return { ...first, height: NODE_HEIGHT };
}

/** As low as what is drawn allows, with room for the buttons below it. */
export function heightOf({ height }: Box): number {
  return Math.min(Math.max(height + AROUND, LOWEST), HIGHEST);
}
