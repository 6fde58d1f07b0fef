import { afterEach, describe, expect, it, vi } from "vitest";
import { formatSize, formatTime, localeOf } from "./time";

afterEach(() => vi.unstubAllGlobals());

describe("the locale", () => {
  it.each([
    ["en", ["en-GB", "it"], "en-GB"],
    ["en", ["de-DE", "de"], "en-DE"],
    ["en", ["de-DE", "en-AU"], "en-AU"],
    ["it", ["zh-Hant-TW"], "it-TW"],
    ["it", ["it"], "it"],
    ["en", [], "en"],
  ])("of %s in a browser of %j is %s", (language, browser, locale) => {
    expect(localeOf(language, browser)).toBe(locale);
  });
});

describe("a time", () => {
  it.each([
    ["en-US", "Feb 20, 2026"],
    ["en-GB", "20 Feb 2026"],
  ])("is written as the country of %s does", (tag, words) => {
    vi.stubGlobal("navigator", { languages: [tag] });

    expect(formatTime("2026-02-20T12:12:33.004Z", "en")).toContain(words);
  });

  it("that is none stays as it is", () => {
    expect(formatTime("yesterday", "en")).toBe("yesterday");
  });
});

describe("a size", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [49, "49 bytes"],
    [1023, "1,023 bytes"],
    [1024, "1 kB"],
    [1536, "1.5 kB"],
    [64 * 1024 * 1024, "64 MB"],
  ])("of %i bytes is %s", (bytes, words) => {
    expect(formatSize(bytes, "en")).toBe(words);
  });
});
