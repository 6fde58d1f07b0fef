import { describe, expect, it } from "vitest";
import { differingLines, linesOf, showHidden } from "./codeLines";

describe("lines of code", () => {
  it("are numbered from one, without an empty one after the last line break", () => {
    expect(linesOf("a\nb\n")).toEqual([
      { sign: " ", number: 1, text: "a" },
      { sign: " ", number: 2, text: "b" },
    ]);
  });

  it("say what was removed and added, numbered as in the new text", () => {
    expect(differingLines("a\nb\nc\n", "a\nB\nc\n")).toEqual([
      { sign: " ", number: 1, text: "a" },
      { sign: "-", number: null, text: "b" },
      { sign: "+", number: 2, text: "B" },
      { sign: " ", number: 3, text: "c" },
    ]);
  });

  it("show two texts without anything in common as one after the other", () => {
    const text = (word: string) => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`).join("\n");

    const lines = differingLines(text("before"), text("after"));

    expect(lines).toHaveLength(10_000);
    expect(lines[0]).toEqual({ sign: "-", number: null, text: "before 0" });
    expect(lines.at(-1)).toEqual({ sign: "+", number: 5_000, text: "after 4999" });
  });

  it("show characters that would hide", () => {
    expect(showHidden("a\u202eb\u0000\tc é")).toBe("a⟨U+202E⟩b⟨U+0000⟩\tc é");
  });
});
