import { describe, expect, it } from "vitest";
import { resolveLanguage } from "./language";

describe("the language", () => {
  it.each([
    ["it", ["en-US"], "it"],
    ["system", ["it-CH", "en"], "it"],
    ["system", ["de-DE", "it"], "it"],
    ["system", ["de-DE"], "en"],
    ["klingon", ["it"], "en"],
  ])("of the choice %s in a browser of %j is %s", (choice, browser, language) => {
    expect(resolveLanguage(choice, browser)).toBe(language);
  });
});
