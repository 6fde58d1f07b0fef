import { Graph, layout } from "@dagrejs/dagre";
import type { Collection, Tie } from "./diagram";

/** A character of the names, and what is around them. */
const CHARACTER = 8.2;
const PADDING = 56;
export const NODE_HEIGHT = 40;

const AROUND = 128;
const LOWEST = 240;
const HIGHEST = 420;

export type Place = { x: number; y: number; width: number };

/** Finds a place for each collection, so that the lines between them go from left to right. */
export function placeCollections(
  collections: readonly Collection[],
  ties: readonly Tie[],
): Map<string, Place> {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 32, ranksep: 64 });
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

/** As low as what is drawn allows, with room for the buttons below it. */
export function heightOf(places: ReadonlyMap<string, Place>): number {
  const bottom = Math.max(0, ...[...places.values()].map(({ y }) => y + NODE_HEIGHT));
  return Math.min(Math.max(bottom + AROUND, LOWEST), HIGHEST);
}
