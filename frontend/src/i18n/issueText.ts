import type { Fault, Issue } from "@/api/types";
import { i18n } from "./i18n";

/**
 * Words an issue: in English the server's own sentence, in another language the one of its catalogue `issues`, made
 * with the issue's values. A code that the catalogue lacks shows the server's sentence.
 */
export function issueText(issue: Pick<Issue, "code" | "message" | "params">): string {
  const bundle: unknown = i18n.getResource(i18n.language, "issues", issue.code);
  if (typeof bundle !== "string") return issue.message;
  return i18n.services.interpolator.interpolate(bundle, readable(issue.params), i18n.language, {});
}

/** Words a fault: what is in the way of a file has words of its own, all else is said by the server. */
export function faultText({ code, message }: Fault): string {
  return issueText({ code: `fault-${code}`, message, params: {} });
}

/** Tells where in a file a fault is: line and column, else its JSON pointer. */
export function faultPlace(fault: Fault): { line: number; column: number } | { pointer: string } | null {
  if (typeof fault.line === "number") return { line: fault.line, column: fault.column ?? 1 };
  return fault.pointer ? { pointer: fault.pointer } : null;
}

/** Lists become one text, so that a sentence can hold them. */
function readable(params: Issue["params"]): Record<string, unknown> {
  const words = Object.entries(params).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return Object.fromEntries(words);
}
