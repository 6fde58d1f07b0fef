import type { ChecklistEntry } from "@/api/types";
import { issueText } from "@/i18n/issueText";

/** Words one thing that is left to do, as an issue of the same code would be. */
export function checklistText({ code, message, related }: ChecklistEntry): string {
  const names = related.map(({ name }) => name);
  return issueText({ code: `checklist-${code}`, message, params: { names } });
}
