import type { Fault, Issue } from "@/api/types";
import { i18n } from "./i18n";
import { formatTimes } from "./time";

/**
 * Words an issue: in English the server's own sentence, in another language the one of its catalogue `issues`, made
 * with the issue's values. A code has words for each of its reasons, or for all; one that the catalogue lacks shows
 * the server's sentence.
 */
export function issueText({ code, message, params }: Pick<Issue, "code" | "message" | "params">): string {
  const words = catalogued(`${code}-${String(params.reason)}`) ?? catalogued(code);
  if (words === null) return withTimes(message, params);
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

/** Lists become one text, so that a sentence can hold them; moments are written as the reader does. */
function readable(params: Issue["params"]): Record<string, unknown> {
  const times = timesIn(params);
  const write = (value: unknown) => {
    if (Array.isArray(value)) return value.join(", ");
    return isMoment(value) ? times.get(value) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, write(value)]));
}

/** The server's sentence, with its moments as the reader writes them. */
function withTimes(message: string, params: Issue["params"]): string {
  return [...timesIn(params)].reduce((text, [moment, words]) => text.replaceAll(moment, words), message);
}

function timesIn(params: Issue["params"]): Map<string, string> {
  return formatTimes(Object.values(params).filter(isMoment), i18n.language);
}

/** A moment as it is on the wire, such as `2026-02-20T10:12:33.004Z`. */
function isMoment(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}
