import { theme } from "antd";
import { describe, expect, it } from "vitest";
import styles from "./global.css?raw";
import { makeTheme } from "./theme";

/** How much a colour contrasts with another, by WCAG. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Reads a colour of the style sheet, which tells the light ones first. */
function colourOf(name: string, isDark: boolean): string {
  return [...styles.matchAll(new RegExp(`${name}: (#[0-9a-f]{6});`, "g"))][isDark ? 1 : 0]?.[1] ?? "";
}

describe.each([
  ["light", false],
  ["dark", true],
])("the %s theme", (_, isDark) => {
  it.each(["Checkbox", "Radio", "Tree", "Input", "Select", "Upload"] as const)(
    "has a border of each %s that can be seen",
    (component) => {
      const config = makeTheme(isDark, false);
      const border = config.components?.[component]?.colorBorder ?? "";
      const { colorBgContainer, colorBgElevated } = theme.getDesignToken(config);

      expect(contrast(border, colorBgContainer)).toBeGreaterThan(3);
      expect(contrast(border, colorBgElevated)).toBeGreaterThan(3);
    },
  );

  it("has a border of each text field that can be seen", () => {
    const config = makeTheme(isDark, false);
    const { colorBgContainer, colorBgElevated } = theme.getDesignToken(config);
    const border = colourOf("--control", isDark);

    expect(contrast(border, colorBgContainer)).toBeGreaterThan(3);
    expect(contrast(border, colorBgElevated)).toBeGreaterThan(3);
  });

  it("has hovered buttons that can be read", () => {
    const config = makeTheme(isDark, false);
    const { colorBgContainer, colorBgElevated, colorError } = theme.getDesignToken(config);
    const {
      colorPrimaryHover = "",
      defaultHoverColor = "",
      dangerColor = "#ffffff",
    } = config.components?.Button ?? {};

    expect(contrast("#ffffff", colorPrimaryHover)).toBeGreaterThan(4.5);
    expect(contrast(dangerColor, colorError)).toBeGreaterThan(4.5);
    expect(contrast(defaultHoverColor, colorBgContainer)).toBeGreaterThan(4.5);
    expect(contrast(defaultHoverColor, colorBgElevated)).toBeGreaterThan(4.5);
  });
});
