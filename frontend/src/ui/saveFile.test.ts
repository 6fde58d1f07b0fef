import { describe, expect, it } from "vitest";
import { downloadName } from "./saveFile";

describe("the name of a download", () => {
  it.each([
    [
      'attachment; filename="fast-data-export-20260220T101233004Z.json"',
      "fast-data-export-20260220T101233004Z.json",
    ],
    ["attachment; filename=export.json; size=3", "export.json"],
    ["attachment; filename=\"plain.json\"; filename*=UTF-8''caff%C3%A8.json", "caffè.json"],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ["attachment; filename*=UTF-8''%E0%A4%A", "fallback.json"],
    ["attachment", "fallback.json"],
    [null, "fallback.json"],
  ])("of %s is %s", (disposition, name) => {
    expect(downloadName(disposition, "fallback.json")).toBe(name);
  });
});
