/**
 * What is being typed into the form of a resource. The entry itself is kept and changed part by part, so whatever the
 * form does not know of it stays. Which entries are valid is for the server to say.
 */
import type { Entry, Fault } from "@/api/types";
import { isObject, type Json } from "../entry";

/** Parts of an entry that are edited row by row. */
export const LISTS = ["fields", "indexes", "internalEndpoints"] as const;
export type ListName = (typeof LISTS)[number];

/** A row keeps its key wherever it moves, and with it what was said about it. */
export type Row = { key: number; value: Json };

/** What is said about a place: a member (`erSchema`), a list (`fields`) or a cell (`fields/12/name`). */
export type Faults = ReadonlyMap<string, readonly Fault[]>;

export type Draft = {
  base: Entry;
  entry: Entry;
  /** A list that is none, or holds what is no row, is left as it is. */
  lists: Readonly<Partial<Record<ListName, readonly Row[]>>>;
  nextKey: number;
  /** Rises when what is typed was replaced by something else, and must be shown anew. */
  version: number;
  /** What the server said of it. */
  faults: Faults;
  /** Members whose text is no JSON now, and why; they hold what they held before. */
  misread: ReadonlyMap<string, string>;
};

export type Change =
  | { type: "set"; member: string; value: unknown }
  | { type: "add"; list: ListName; value: Json }
  | { type: "remove"; list: ListName; key: number }
  | { type: "move"; list: ListName; key: number; by: -1 | 1 }
  | { type: "edit"; list: ListName; key: number; part: string; value: unknown }
  | { type: "replace"; entry: Entry }
  | { type: "rebase"; onto: Entry }
  | { type: "restart"; from: Entry }
  | { type: "misread"; member: string; why: string }
  | { type: "refused"; faults: readonly Fault[] };

const NOTHING_SAID = { faults: new Map<string, readonly Fault[]>(), misread: new Map<string, string>() };

/** Starts from an entry as it was read. */
export function openDraft(base: Entry): Draft {
  return { base, version: 0, ...NOTHING_SAID, ...spread(base, 0) };
}

/** The entry as it would be saved. A list that was never there is not added empty. */
export function entryOf({ entry, lists }: Draft): Entry {
  const written = LISTS.flatMap((list) => {
    const rows = lists[list];
    const isWanted = rows !== undefined && (rows.length > 0 || entry[list] !== undefined);
    return isWanted ? [[list, rows.map(({ value }) => value)]] : [];
  });
  return { ...entry, ...Object.fromEntries(written) };
}

export function isChanged(draft: Draft): boolean {
  return !isSame(entryOf(draft), draft.base);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function change(draft: Draft, action: Change): Draft {
  switch (action.type) {
    case "set":
      return unsay({ ...draft, entry: withPart(draft.entry, action.member, action.value) }, action.member);
    case "edit":
      return editRow(draft, action.list, action.key, action.part, action.value);
    case "add":
    case "remove":
    case "move":
      return unsay(withList(draft, action.list, changeRows(draft, action)), action.list);
    case "replace":
      return { ...draft, ...NOTHING_SAID, ...spread(action.entry, draft.nextKey) };
    case "rebase":
      return rebase(draft, action.onto);
    case "restart":
      return { ...openDraft(action.from), version: draft.version + 1 };
    case "misread":
      return { ...draft, misread: new Map([...draft.misread, [action.member, action.why]]) };
    case "refused":
      return { ...draft, faults: placeFaults(draft, action.faults) };
  }
}

/** Changes one part of a value; without a value the part goes. */
export function withPart(value: Json, part: string, changed: unknown): Entry {
  const { [part]: _, ...rest } = value;
  return changed === undefined ? rest : { ...value, [part]: changed };
}

function spread(entry: Entry, firstKey: number): Pick<Draft, "entry" | "lists" | "nextKey"> {
  let nextKey = firstKey;
  const rowsOf = (list: ListName) => {
    const value = entry[list] ?? [];
    const isTable = Array.isArray(value) && value.every(isObject);
    return isTable ? value.map((row): Row => ({ key: nextKey++, value: row })) : undefined;
  };
  const lists = Object.fromEntries(LISTS.map((list) => [list, rowsOf(list)]));
  return { entry, lists, nextKey };
}

function editRow(draft: Draft, list: ListName, key: number, part: string, value: unknown): Draft {
  const rows = (draft.lists[list] ?? []).map((row) =>
    row.key === key ? { key, value: withPart(row.value, part, value) } : row,
  );
  return unsay(withList(draft, list, rows), `${list}/${key}/${part}`, list);
}

function withList(draft: Draft, list: ListName, rows: readonly Row[]): Draft {
  return { ...draft, lists: { ...draft.lists, [list]: rows }, nextKey: draft.nextKey + 1 };
}

function changeRows(
  draft: Draft,
  action: Extract<Change, { type: "add" | "remove" | "move" }>,
): readonly Row[] {
  const rows = draft.lists[action.list] ?? [];
  if (action.type === "add") return [...rows, { key: draft.nextKey, value: action.value }];
  if (action.type === "remove") return rows.filter(({ key }) => key !== action.key);
  const from = rows.findIndex(({ key }) => key === action.key);
  const moved = rows[from];
  if (moved === undefined) return rows;
  return rows.toSpliced(from, 1).toSpliced(from + action.by, 0, moved);
}

/** What was said about a place is about what stood there. */
function unsay(draft: Draft, ...places: string[]): Draft {
  const others = <Said>(said: ReadonlyMap<string, Said>) =>
    new Map([...said].filter(([place]) => !places.includes(place)));
  const isSaid = places.some((place) => draft.faults.has(place) || draft.misread.has(place));
  return isSaid ? { ...draft, faults: others(draft.faults), misread: others(draft.misread) } : draft;
}

/** Takes over what somebody else saved meanwhile; where both changed a member, one's own stays. */
function rebase(draft: Draft, onto: Entry): Draft {
  const own = entryOf(draft);
  const mine = changedMembers(draft.base, own);
  const merged = mine.reduce((entry, member) => withPart(entry, member, own[member]), onto);
  return { base: onto, version: draft.version + 1, ...NOTHING_SAID, ...spread(merged, draft.nextKey) };
}

/** The members in which two entries differ. */
export function changedMembers(before: Entry, after: Entry): string[] {
  const members = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...members].filter((member) => !isSame(before[member], after[member]));
}

/** Puts what the server said to the places that its pointers lead to. */
function placeFaults(draft: Draft, faults: readonly Fault[]): Faults {
  return Map.groupBy(faults, ({ pointer }) => placeOf(draft, pointer ?? ""));
}

function placeOf(draft: Draft, pointer: string): string {
  const [, , member = "", position, part] = pointer.split("/").map(unescapePointer);
  const list = LISTS.find((each) => each === member);
  if (list === undefined || position === undefined) return member;
  const row = draft.lists[list]?.[Number(position)];
  return row === undefined ? member : `${list}/${row.key}/${part ?? "name"}`;
}

function unescapePointer(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Reads what was typed as JSON; that it is an object is all that is decided here. */
export function readObject(text: string): { value: Entry } | { why: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value: { ...value } } : { why: "{ … }" };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
