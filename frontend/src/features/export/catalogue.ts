import { KINDS, keyOf } from "@/api/kinds";
import type { ExportResource, Kind, Selection } from "@/api/types";

/** One entry that can be ticked; the projections of a system are its children. */
export type Node = { key: string; kind: Kind; name: string; children: readonly Node[] };

/** The kinds that have a tab; projections are shown inside their systems. */
export type TabKind = Exclude<Kind, "projection">;

/** Everything that a branch can export, in tabs. */
export type Catalogue = Record<TabKind, readonly Node[]>;

export const TAB_KINDS: readonly TabKind[] = ["system", "singleView", "erSchema", "castFunction"];

/** What is ticked: keys of leaves. A system with projections is ticked through them. */
export type Picked = ReadonlySet<string>;

type Leaves = { key: string; children: readonly { key: string }[] };

export function makeCatalogue(resources: readonly ExportResource[]): Catalogue {
  const projections = Map.groupBy(
    resources.filter(({ kind }) => kind === "projection"),
    ({ system }) => system ?? "",
  );
  const nodes = (kind: TabKind): Node[] =>
    resources
      .filter((resource) => resource.kind === kind)
      .map(({ name }) => {
        const inside = kind === "system" ? (projections.get(name) ?? []) : [];
        return makeNode(
          kind,
          name,
          inside.map((projection) => makeNode("projection", projection.name)),
        );
      });
  return {
    system: nodes("system"),
    singleView: nodes("singleView"),
    erSchema: nodes("erSchema"),
    castFunction: nodes("castFunction"),
  };
}

function makeNode(kind: Kind, name: string, children: readonly Node[] = []): Node {
  return { key: keyOf(kind, name), kind, name, children };
}

/** The keys that ticking this entry ticks. */
export function leavesOf(node: Leaves): readonly string[] {
  return node.children.length === 0 ? [node.key] : node.children.map(({ key }) => key);
}

export function allLeaves(nodes: readonly Leaves[]): string[] {
  return nodes.flatMap(leavesOf);
}

/** How much of an entry or of a list is ticked. */
export function extentOf(nodes: readonly Leaves[], picked: Picked): "all" | "some" | "none" {
  const leaves = allLeaves(nodes);
  const count = leaves.filter((key) => picked.has(key)).length;
  if (count === 0) return "none";
  return count === leaves.length ? "all" : "some";
}

/** Keeps what a search finds: by name, a system also for its projections (then only with those that match). */
export function searchNodes(nodes: readonly Node[], search: string): readonly Node[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return nodes;
  const matches = (node: Node) => node.name.toLowerCase().includes(wanted);
  return nodes.flatMap((node) => {
    if (matches(node)) return [node];
    const children = node.children.filter(matches);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** How many resources are ticked, of each kind; a system counts when anything of it is. */
export function countPicked(catalogue: Catalogue, picked: Picked): Record<Kind, number> {
  const isTouched = (node: Node) => leavesOf(node).some((key) => picked.has(key));
  const projections = catalogue.system.flatMap(({ children }) => children);
  const counts = TAB_KINDS.map((kind) => [kind, catalogue[kind].filter(isTouched).length] as const);
  return {
    system: 0,
    singleView: 0,
    erSchema: 0,
    castFunction: 0,
    ...Object.fromEntries(counts),
    projection: projections.filter(({ key }) => picked.has(key)).length,
  };
}

export function total(counts: Record<Kind, number>): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/** Writes what is ticked as the request has it, as short as it can be: everything is `null`, a whole kind is `all`. */
export function toSelection(catalogue: Catalogue, picked: Picked): Selection | null {
  const extents = TAB_KINDS.map((kind) => extentOf(catalogue[kind], picked));
  if (TAB_KINDS.every((kind, index) => catalogue[kind].length === 0 || extents[index] === "all")) return null;
  const selection: Selection = {};
  const systems = pickSystems(catalogue.system, picked);
  if (systems !== null) selection.systems = systems;
  for (const kind of ["singleView", "erSchema", "castFunction"] as const) {
    const names = pickNames(catalogue[kind], picked);
    if (names !== null) selection[`${kind}s`] = names;
  }
  return selection;
}

function pickSystems(nodes: readonly Node[], picked: Picked): Selection["systems"] | null {
  const extent = extentOf(nodes, picked);
  if (extent === "none") return null;
  if (extent === "all") return "all";
  return nodes.flatMap((node) => {
    const { name, children } = node;
    const part = extentOf([node], picked);
    if (part === "none") return [];
    const projections = children.filter(({ key }) => picked.has(key)).map((child) => child.name);
    return [part === "all" ? { name } : { name, projections }];
  });
}

function pickNames(nodes: readonly Node[], picked: Picked): "all" | string[] | null {
  const extent = extentOf(nodes, picked);
  if (extent === "none") return null;
  return extent === "all" ? "all" : nodes.filter(({ key }) => picked.has(key)).map(({ name }) => name);
}
