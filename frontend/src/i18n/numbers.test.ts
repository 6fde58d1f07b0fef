import { afterEach, describe, expect, it } from "vitest";
import { changeLanguage, i18n } from "./i18n";

afterEach(() => changeLanguage("en"));

describe("a count", () => {
  it.each([
    ["en", "20,400 selected"],
    ["it", "20.400 selezionate"],
  ] as const)("has the separators of its language: %s", async (language, words) => {
    await changeLanguage(language);

    expect(i18n.t("export.selected", { count: 20_400 })).toBe(words);
  });
});
