import type { Comparison, ValueChange } from "@/api/types";
import { showHidden } from "@/ui/codeLines";

/** The place of a change in words: keys, and names in place of the numbers of list elements. */
export function placeWords({ after }: Comparison, { pointer, from, to }: ValueChange): string[] {
  const tokens = pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return tokens.map((token, index) => {
    // All that leads to a change is in the new content; what went is not.
    const list = valueAt(after, tokens.slice(0, index));
    if (!Array.isArray(list)) return token;
    const element: unknown = index === tokens.length - 1 ? (to ?? from) : list[Number(token)];
    return nameOf(element) ?? token;
  });
}

function valueAt(root: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce((value, token) => member(value, token), root);
}

function member(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return value[Number(token)];
  return isObject(value) ? value[token] : undefined;
}

function nameOf(value: unknown): string | null {
  return isObject(value) && typeof value.name === "string" ? value.name : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MAX_LENGTH = 1_000;

/** A value as JSON, cut where nobody would read on. */
export function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return showHidden(text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
}
