import type { Fault, Issue } from "@/api/types";
import { i18n } from "./i18n";

/**
 * Words an issue: in English the server's own sentence, in another language the one of its catalogue `issues`, made
 * with the issue's values. A code has words for each of its reasons, or for all; one that the catalogue lacks shows
 * the server's sentence.
 */
export function issueText({ code, message, params }: Pick<Issue, "code" | "message" | "params">): string {
  const words = catalogued(`${code}-${String(params.reason)}`) ?? catalogued(code);
  if (words === null) return message;
  return i18n.services.interpolator.interpolate(words, readable(params), i18n.language, {});
}

/** Words a fault: what is in the way of a file, or has a reason, has words of its own, all else is the server's. */
export function faultText({ code, message, params = {} }: Fault): string {
  return issueText({ code: params.reason === undefined ? `fault-${code}` : code, message, params });
}

function catalogued(key: string): string | null {
  const words: unknown = i18n.getResource(i18n.language, "issues", key);
  return typeof words === "string" ? words : null;
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
