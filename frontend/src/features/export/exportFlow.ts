import type { ExportPreview, Issue, Related } from "@/api/types";
import type { Picked, TabKind } from "./catalogue";

type Choice = { picked: Picked; tab: TabKind | null; search: string };

/** Where the dialog is: choosing, looking at what else is needed, or done. */
export type ExportState =
  | ({ step: "select" } & Choice)
  | ({ step: "dependencies"; preview: ExportPreview } & Choice)
  | { step: "done"; fileName: string; preview: ExportPreview };

export type ExportAction =
  | { type: "tick"; keys: readonly string[]; isPicked: boolean }
  | { type: "tab"; tab: TabKind }
  | { type: "search"; search: string }
  | { type: "needs-more"; preview: ExportPreview }
  | { type: "back" }
  | { type: "exported"; fileName: string; preview: ExportPreview };

export const START: ExportState = { step: "select", picked: new Set(), tab: null, search: "" };

/** The whole life of the dialog; an action that makes no sense in a step changes nothing. */
export function exportFlow(state: ExportState, action: ExportAction): ExportState {
  if (state.step === "done") return state;
  switch (action.type) {
    case "exported":
      return { step: "done", fileName: action.fileName, preview: action.preview };
    case "needs-more":
      return { ...state, step: "dependencies", preview: action.preview };
    case "back":
      return { step: "select", picked: state.picked, tab: state.tab, search: state.search };
    case "tick":
      return state.step === "select"
        ? { ...state, picked: tick(state.picked, action.keys, action.isPicked) }
        : state;
    case "tab":
      return { ...state, tab: action.tab };
    case "search":
      return { ...state, search: action.search };
  }
}

/** Tells whether something would be lost by closing. */
export function isUnsaved(state: ExportState): boolean {
  return state.step !== "done" && state.picked.size > 0;
}

/** Tells whether the user has to confirm what an ER schema needs. */
export function needsConfirmation(preview: ExportPreview): boolean {
  return preview.dependencies.some(({ confirm }) => confirm);
}

/** What an importer will be told, without what is told of anyway: that something stays behind. */
export function otherIssues({ issues, notExported }: ExportPreview): readonly Issue[] {
  const isListed = ({ kind, name }: Related) =>
    notExported.some((left) => left.kind === kind && left.name === name);
  return issues.filter(({ code, related }) => code !== "unknown-node" || !related.every(isListed));
}

function tick(picked: Picked, keys: readonly string[], isPicked: boolean): Picked {
  const after = new Set(picked);
  for (const key of keys) {
    if (isPicked) after.add(key);
    else after.delete(key);
  }
  return after;
}
