import type { Kind } from "./types";

/** The order in which every list shows kinds. */
export const KINDS: readonly Kind[] = ["system", "projection", "singleView", "erSchema", "castFunction"];

/** How a path, of a page or of the API, names a kind. */
export const PATHS = {
  system: "systems",
  projection: "projections",
  singleView: "single-views",
  erSchema: "er-schemas",
  castFunction: "cast-functions",
} as const satisfies Record<Kind, string>;

/** Tells whether a related thing is a resource with a page (CRUD collections and unknown nodes have none). */
export function isKind(kind: string): kind is Kind {
  return KINDS.some((known) => known === kind);
}

/** One text for a resource, to be used as a key of sets, maps and rows. */
export function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}
