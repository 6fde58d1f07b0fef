import type { Entry, ResourceKey } from "@/api/types";
import { nodesOf, relationsOf } from "../entry";

/** A collection of the schema; `kind` is that of the resource it is here, or of none; `new` until the server knows. */
export type Collection = { name: string; kind: string };

/** What lies between two collections: how many of `to` there are for each `from`, and the other way round, if said. */
export type Tie = { from: string; to: string; toMany: boolean | null; fromMany: boolean | null };

export type Diagram = { collections: Collection[]; ties: Tie[] };

/** The collections of an ER schema and what ties them, each pair once whatever its directions and conditions. */
export function diagramOf(entry: Entry, uses: readonly ResourceKey[]): Diagram {
  const kinds = new Map(uses.map(({ name, kind }) => [name, kind]));
  const ties = new Map<string, Tie>();
  for (const { from, to, isOneToMany } of relationsOf(entry)) {
    const back = ties.get(pairOf(to, from));
    if (back !== undefined && from !== to) back.fromMany = back.fromMany === true || isOneToMany;
    else addTie(ties, from, to, isOneToMany);
  }
  return {
    collections: nodesOf(entry).map((name) => ({ name, kind: kinds.get(name) ?? "new" })),
    ties: [...ties.values()],
  };
}

function addTie(ties: Map<string, Tie>, from: string, to: string, isMany: boolean): void {
  const known = ties.get(pairOf(from, to));
  if (known === undefined) ties.set(pairOf(from, to), { from, to, toMany: isMany, fromMany: null });
  else known.toMany = known.toMany === true || isMany;
}

function pairOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
