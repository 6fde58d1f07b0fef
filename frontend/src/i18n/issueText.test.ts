import { afterEach, describe, expect, it } from "vitest";
import { changeLanguage } from "./i18n";
import { faultPlace, faultText, issueText } from "./issueText";

const ISSUE = {
  code: "not-in-file",
  message: "The server's words.",
  params: { system: "s", names: ["a", "b"] },
};

afterEach(() => changeLanguage("en"));

describe("an issue", () => {
  it("has the server's words in English", () => {
    expect(issueText(ISSUE)).toBe("The server's words.");
  });

  it("is worded with its values in another language", async () => {
    await changeLanguage("it");

    expect(issueText(ISSUE)).toBe("Il file non contiene a, b di “s”; restano come sono.");
  });

  it("has words for its reason where its code has several", async () => {
    await changeLanguage("it");
    const params = { pointer: "/fields/1/name", reason: "field-twice", name: "ID" };

    const words = "Il campo “ID” compare due volte. Togline o rinominane uno.";
    expect(issueText({ code: "invalid-content", message: "m", params })).toBe(words);
    expect(faultText({ code: "invalid-content", message: "m", params })).toBe(words);
  });

  it.each([
    ["en", "The reference here is from Feb 20, 2026"],
    ["it", "Il riferimento qui viene dall'esportazione del 20 feb 2026"],
  ] as const)("writes its moments as people do: %s", async (language, words) => {
    await changeLanguage(language);
    const params = { present: "2026-02-20T10:12:33.004Z", exportedAt: "2026-02-19T10:12:33.004Z" };
    const message = `The reference here is from ${params.present}.`;

    const text = issueText({ code: "older-export", message, params });

    expect(text).toContain(words);
    expect(text).not.toContain(".004Z");
  });

  it("tells two exports within a second apart", async () => {
    await changeLanguage("it");
    const params = { present: "2026-02-20T10:12:33.004Z", exportedAt: "2026-02-20T10:12:33.001Z" };

    const text = issueText({ code: "older-export", message: "m", params });

    expect(text).toMatch(/:12:33,004.*:12:33,001/);
  });

  it("has the server's words where the catalogue has none", async () => {
    await changeLanguage("it");

    expect(issueText({ ...ISSUE, code: "brand-new" })).toBe("The server's words.");
  });
});

describe("a fault", () => {
  it("has words of its own where a file cannot be read", async () => {
    await changeLanguage("it");

    expect(faultText({ code: "truncated", message: "The server's words." })).toBe(
      "Il file finisce troppo presto. Copialo o scaricalo di nuovo.",
    );
    expect(faultText({ code: "invalid-file", message: "The server's words." })).toBe("The server's words.");
  });

  it("names what a wrong file is, with its way out", async () => {
    await changeLanguage("it");

    const words = "Questo non è un file esportato: è un documento PDF.";
    expect(faultText({ code: "wrong-file", message: "m", params: { reason: "pdf" } })).toContain(words);
  });

  it.each([
    [
      { line: 2, column: 5 },
      { line: 2, column: 5 },
    ],
    [{ line: 2 }, { line: 2, column: 1 }],
    [{ pointer: "/a" }, { pointer: "/a" }],
    [{}, null],
  ])("of %j is at %j", (where, place) => {
    expect(faultPlace({ code: "c", message: "m", ...where })).toEqual(place);
  });
});
