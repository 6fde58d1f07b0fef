import { keyOf } from "@/api/kinds";
import type { ChecklistEntry, Mode, Receipt } from "@/api/types";
import type { Move } from "./planView";

/**
 * What the user decided. `picked` are keys of items, `null` means every item of the file; `renames` go from the key
 * of an item to its new name; `reviewed` are keys of functions whose code was read.
 */
export type Decisions = {
  picked: ReadonlySet<string> | null;
  renames: ReadonlyMap<string, string>;
  allowOlder: boolean;
  reviewed: ReadonlySet<string>;
};

/** A confirmation that was sent: repeated for the same plan it carries the same key, so it is done only once. */
export type Attempt = { planDigest: string; idempotencyKey: string };

/** What is known once a file was chosen and its plan is looked at. */
export type Looking = {
  file: File;
  mode: Mode;
  decisions: Decisions;
  moved: readonly Move[] | null;
  attempt: Attempt | null;
};

/** Where the dialog is: choosing the file, looking at the plan, reading the code that would come, or done. */
export type ImportState =
  | { step: "file"; file: File | null; mode: Mode | null; decisions: Decisions }
  | ({ step: "select" } & Looking)
  | ({ step: "review" } & Looking)
  | { step: "result"; receipt: Receipt; checklist: readonly ChecklistEntry[] };

export type ImportAction =
  | { type: "file"; file: File | null }
  | { type: "mode"; mode: Mode }
  | { type: "next"; mode: Mode }
  | { type: "back" }
  | { type: "tick"; keys: readonly string[]; isPicked: boolean; all: readonly string[] }
  | { type: "rename"; kind: string; name: string; newName: string }
  | { type: "rename-many"; renames: ReadonlyMap<string, string> }
  | { type: "allow-older"; allowOlder: boolean }
  | { type: "review" }
  | { type: "reviewed"; keys: readonly string[] }
  | { type: "confirm"; attempt: Attempt }
  | { type: "stale"; moved: readonly Move[]; impossible: readonly string[] }
  | { type: "applied"; receipt: Receipt; checklist: readonly ChecklistEntry[] };

const UNDECIDED: Decisions = { picked: null, renames: new Map(), allowOlder: false, reviewed: new Set() };

export const START: Extract<ImportState, { step: "file" }> = {
  step: "file",
  file: null,
  mode: null,
  decisions: UNDECIDED,
};

/** The whole life of the dialog; an action that makes no sense in a step changes nothing. */
export function importFlow(state: ImportState, action: ImportAction): ImportState {
  switch (state.step) {
    case "file":
      return inFileStep(state, action);
    case "select":
    case "review":
      return whileLooking(state, action);
    case "result":
      return state;
  }
}

function inFileStep(state: Extract<ImportState, { step: "file" }>, action: ImportAction): ImportState {
  switch (action.type) {
    case "file":
      return { ...START, file: action.file };
    case "mode":
      return { ...state, mode: action.mode };
    case "next": {
      const { file, decisions } = state;
      return file === null
        ? state
        : { step: "select", file, mode: action.mode, decisions, moved: null, attempt: null };
    }
    default:
      return state;
  }
}

function whileLooking(
  state: Extract<ImportState, { step: "select" | "review" }>,
  action: ImportAction,
): ImportState {
  switch (action.type) {
    case "file":
      return { ...START, file: action.file };
    case "back":
      return state.step === "review"
        ? { ...state, step: "select" }
        : { step: "file", file: state.file, mode: state.mode, decisions: state.decisions };
    case "review":
      return { ...state, step: "review", moved: null };
    case "confirm":
      return { ...state, attempt: action.attempt, moved: null };
    case "stale":
      return { ...state, step: "select", ...afterStale(state, action) };
    case "applied":
      return { step: "result", receipt: action.receipt, checklist: action.checklist };
    default:
      return { ...state, decisions: decide(state.decisions, action) };
  }
}

/** Choices stay as they are; only new names for what cannot have one any more go. */
function afterStale(
  { decisions }: Looking,
  { moved, impossible }: Extract<ImportAction, { type: "stale" }>,
): Pick<Looking, "decisions" | "moved" | "attempt"> {
  const renames = [...decisions.renames].filter(([key]) => !impossible.includes(key));
  return { decisions: { ...decisions, renames: new Map(renames) }, moved, attempt: null };
}

function decide(decisions: Decisions, action: ImportAction): Decisions {
  switch (action.type) {
    case "tick":
      return { ...decisions, picked: tick(decisions.picked, action) };
    case "rename":
      return { ...decisions, renames: rename(decisions.renames, action) };
    case "rename-many":
      return { ...decisions, renames: new Map([...decisions.renames, ...action.renames]) };
    case "allow-older":
      return { ...decisions, allowOlder: action.allowOlder };
    case "reviewed":
      return { ...decisions, reviewed: new Set([...decisions.reviewed, ...action.keys]) };
    default:
      return decisions;
  }
}

function tick(
  picked: Decisions["picked"],
  { keys, isPicked, all }: Extract<ImportAction, { type: "tick" }>,
): Decisions["picked"] {
  const after = new Set(picked ?? all);
  for (const key of keys) {
    if (isPicked) after.add(key);
    else after.delete(key);
  }
  return all.every((key) => after.has(key)) ? null : after;
}

/** A rename back to the item's own name is no rename. */
function rename(
  renames: Decisions["renames"],
  { kind, name, newName }: Extract<ImportAction, { type: "rename" }>,
): Decisions["renames"] {
  const after = new Map(renames);
  if (newName === name) after.delete(keyOf(kind, name));
  else after.set(keyOf(kind, name), newName);
  return after;
}

/** Tells whether the user decided something that another file would make forgotten. */
export function hasDecisions(state: ImportState): boolean {
  if (state.step === "result") return false;
  const { picked, renames, allowOlder, reviewed } = state.decisions;
  return picked !== null || renames.size > 0 || allowOlder || reviewed.size > 0;
}

/** Tells whether something would be lost by closing. */
export function isUnsaved(state: ImportState): boolean {
  return state.step === "select" || state.step === "review" || hasDecisions(state);
}
