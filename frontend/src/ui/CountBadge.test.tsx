import { render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { changeLanguage } from "@/i18n/i18n";
import { CountBadge } from "./CountBadge";

afterEach(() => changeLanguage("en"));

describe("the count of a tab", () => {
  it.each([
    ["en", 7, "7"],
    ["en", 20_400, "20,400"],
    ["it", 20_000, "20.000"],
    ["it", 120_000, "120.000"],
  ] as const)("is written in full: %s %i", async (language, count, text) => {
    await changeLanguage(language);

    expect(render(<CountBadge count={count} />).container).toHaveTextContent(text);
  });
});
