import { KINDS, keyOf } from "@/api/kinds";
import type { Kind, Plan, PlanItem, Status } from "@/api/types";

/** Questions to a plan, for showing it. What may be imported is decided by the server alone. */

/** An item that is not what it was when the user looked. */
export type Move = { kind: Kind; name: string; from: Status | null; to: Status | null };

/** Keys by item: with many items, making the same texts at each click would be what takes the time. */
const KEYS = new WeakMap<PlanItem, string>();

export function itemKey(item: PlanItem): string {
  const known = KEYS.get(item);
  if (known !== undefined) return known;
  const key = keyOf(item.kind, item.name);
  KEYS.set(item, key);
  return key;
}

type OfKind = { kind: Kind; count: number; problems: number; changes: number };

/** The kinds that a plan has items of, in the order of tabs, each with its numbers of items, problems and changes. */
export function kindsOf({ items }: Plan): OfKind[] {
  const byKind = Map.groupBy(items, ({ kind }) => kind);
  return KINDS.flatMap((kind) => {
    const found = byKind.get(kind);
    return found
      ? [
          {
            kind,
            count: found.length,
            problems: found.filter(isProblem).length,
            changes: found.filter(isChange).length,
          },
        ]
      : [];
  });
}

/** The tab to look at first: what is in the way, else what would be written. */
export function firstKind(kinds: readonly OfKind[]): Kind | undefined {
  const first =
    kinds.find(({ problems }) => problems > 0) ?? kinds.find(({ changes }) => changes > 0) ?? kinds[0];
  return first?.kind;
}

/** What each system of the file will be called here, by the name that it has there. */
export function systemNames({ items }: Plan): Map<string, string> {
  const systems = items.filter(({ kind }) => kind === "system");
  return new Map(systems.map(({ name, newName }) => [name, newName]));
}

/** Tells whether an item stops the import. */
export function isProblem({ selected, issues }: PlanItem): boolean {
  return selected && issues.some(({ severity }) => severity === "error");
}

/** Tells whether an item comes because something else needs it: then it cannot be left out. */
export function isTakenAlong({ selected, because }: PlanItem): boolean {
  return selected && because.length > 0;
}

/** Tells whether an item would be written, or is in the way. */
export function isChange({ selected, status }: PlanItem): boolean {
  return selected && status !== "unchanged";
}

/** Tells whether changes are among items that stay as they are here. */
export function isMixed({ items }: Plan): boolean {
  return items.some(isChange) && items.some(({ selected, status }) => selected && status === "unchanged");
}

/** How many things are left to solve before the import can be confirmed. */
export function countProblems(plan: Plan): number {
  const ofPlan = plan.issues.filter(({ severity }) => severity === "error").length;
  return ofPlan + plan.items.filter(isProblem).length;
}

/** The selected functions whose code is new here, or other code than before. */
export function codeToReview({ items }: Plan): PlanItem[] {
  return items.filter(
    ({ selected, issues }) => selected && issues.some(({ code }) => code === "code-review"),
  );
}

/** Tells whether an item is older than the reference here, which is taken on purpose only. */
export function isOlder({ issues }: PlanItem): boolean {
  return issues.some(({ code }) => code === "older-export");
}

/** Tells whether there is something here that an item can be compared with. */
export function hasChanges({ kind, status, contentChanged, local }: PlanItem): boolean {
  return contentChanged && status !== "new" && local?.kind === kind;
}

const OF_NAMES: ReadonlySet<Status> = new Set(["conflict", "duplicate", "invalid-name"]);

/** Tells whether an item cannot come under its name: what is here is another thing, and will not change. */
export function isNameWrong({ status }: PlanItem): boolean {
  return OF_NAMES.has(status);
}

/** The keys of items that cannot be renamed as it was asked for. */
export function impossibleRenames({ items }: Plan): string[] {
  return items.filter(({ issues }) => issues.some(({ code }) => code === "not-renamable")).map(itemKey);
}

/** Tells whether no item of the file could be imported as a reference, because of the destination's architecture. */
export function isReferenceImpossible(plan: Plan): boolean {
  return (
    plan.items.length > 0 &&
    plan.items.every(({ issues }) => issues.some(({ code }) => code === "architecture"))
  );
}

/** Lists what moved between the plan that the user looked at and a fresh one. */
export function movesBetween(before: Plan, after: Plan): Move[] {
  const old = new Map(before.items.map((item) => [itemKey(item), item]));
  const fresh = new Set(after.items.map(itemKey));
  const changed = after.items.flatMap((item): Move[] => {
    const known = old.get(itemKey(item));
    const isSame = known !== undefined && JSON.stringify(shownOf(known)) === JSON.stringify(shownOf(item));
    return isSame ? [] : [{ kind: item.kind, name: item.name, from: known?.status ?? null, to: item.status }];
  });
  const gone = before.items
    .filter((item) => !fresh.has(itemKey(item)))
    .map(({ kind, name, status }): Move => ({ kind, name, from: status, to: null }));
  return [...changed, ...gone];
}

function shownOf({ status, newName, selected, contentChanged, local, issues }: PlanItem) {
  return { status, newName, selected, contentChanged, local, codes: issues.map(({ code }) => code) };
}

export type Filter = { search: string; onlyProblems: boolean; onlyChanges: boolean };

/** The items of a tab that a filter and a search leave. */
export function shownItems(
  plan: Plan,
  kind: Kind,
  { search, onlyProblems, onlyChanges }: Filter,
): PlanItem[] {
  const wanted = search.trim().toLowerCase();
  return plan.items.filter(
    (item) =>
      item.kind === kind &&
      (!onlyProblems || isProblem(item)) &&
      // One that was deselected stays in view, to be selected again.
      (!onlyChanges || item.status !== "unchanged") &&
      (wanted === "" ||
        item.name.toLowerCase().includes(wanted) ||
        item.newName.toLowerCase().includes(wanted)),
  );
}

/** The free names that the server suggests for what collides. */
export function suggestionsOf(plan: Plan): Map<string, string> {
  return new Map(
    plan.items
      .filter(({ selected, status, renamable }) => selected && renamable && status === "conflict")
      .flatMap((item): [string, string][] =>
        item.suggestedName ? [[itemKey(item), item.suggestedName]] : [],
      ),
  );
}

/** The keys of the selected items whose name is taken, systems with their projections. */
export function conflictsOf(plan: Plan): string[] {
  const items = plan.items.filter(({ selected, status }) => selected && status === "conflict");
  return withProjections(plan, items.map(itemKey));
}

/** The keys of the blocked items that can be left out, systems with their projections. */
export function blockedOf(plan: Plan): string[] {
  const items = plan.items.filter(
    (item) => item.selected && item.status === "blocked" && !isTakenAlong(item),
  );
  return withProjections(plan, items.map(itemKey));
}

/** Adds to the keys of systems those of their projections: a system is picked and left out as a whole. */
export function withProjections({ items }: Plan, keys: readonly string[]): string[] {
  const systems = new Set(keys.filter((key) => key.startsWith("system/")));
  if (systems.size === 0) return [...keys];
  const inside = items.filter(
    ({ kind, system }) => kind === "projection" && systems.has(keyOf("system", system ?? "")),
  );
  return [...new Set([...keys, ...inside.map(itemKey)])];
}
