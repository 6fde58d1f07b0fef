import { diffLines } from "diff";

/** A line of code: kept, added or removed; numbered as in the text that it leads to. */
export type CodeLine = { sign: " " | "+" | "-"; number: number | null; text: string };

/** Above this many differences two texts have little in common, and looking for it takes long. */
const MAX_DIFFERENCES = 4_000;

/** A text as lines. */
export function linesOf(text: string): CodeLine[] {
  return split(text).map((line, index) => ({ sign: " ", number: index + 1, text: line }));
}

/** What leads from one text to another, line by line. */
export function differingLines(before: string, after: string): CodeLine[] {
  const parts = diffLines(before, after, { maxEditLength: MAX_DIFFERENCES }) ?? [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
  const lines = parts.flatMap(({ value, added, removed }) =>
    split(value).map((text): CodeLine => ({ sign: removed ? "-" : added ? "+" : " ", number: null, text })),
  );
  const kept = lines.filter(({ sign }) => sign !== "-");
  const numbers = new Map(kept.map((line, index) => [line, index + 1]));
  return lines.map((line) => ({ ...line, number: numbers.get(line) ?? null }));
}

function split(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Characters that are not seen, or turn the direction of reading. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Shows what would hide: `⟨U+202E⟩` in place of the character, so that code reads as the engine reads it. */
export function showHidden(text: string): string {
  return text.replace(HIDDEN, (character) => {
    if (character === "\t" || character === "\r") return character;
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${code}⟩`;
  });
}
