import { type ThemeConfig, theme } from "antd";

const SHARED: NonNullable<ThemeConfig["token"]> = {
  fontFamily: "Inter, 'Inter Fallback', system-ui, sans-serif",
  fontFamilyCode: "'IBM Plex Mono', ui-monospace, monospace",
  fontSize: 14,
  fontSizeHeading1: 24,
  fontSizeHeading2: 20,
  fontSizeHeading3: 18,
  fontSizeHeading4: 16,
  lineHeightHeading1: 32 / 24,
  lineHeightHeading2: 32 / 20,
  lineHeightHeading3: 24 / 18,
  lineHeightHeading4: 24 / 16,
  borderRadius: 4,
  borderRadiusLG: 8,
  wireframe: false,
};

const LIGHT: ThemeConfig["token"] = {
  ...SHARED,
  colorPrimary: "#1261e4",
  colorPrimaryHover: "#1890ff",
  colorPrimaryActive: "#004aaa",
  colorInfo: "#1261e4",
  colorLink: "#1261e4",
  colorLinkHover: "#004aaa",
  colorInfoBg: "#f4f9ff",
  colorInfoBorder: "#aad1fb",
  colorSuccess: "#259100",
  colorSuccessBg: "#effce9",
  colorWarning: "#a44c00",
  colorWarningBg: "#fff8d4",
  colorWarningBorder: "#f68f1f",
  colorError: "#e50020",
  colorErrorBg: "#fff6f6",
  colorErrorBorder: "#ff5453",
  colorErrorHover: "#ff5453",
  colorErrorActive: "#a80101",
  colorTextBase: "#464646",
  colorText: "#636363",
  colorTextSecondary: "#636363",
  colorTextTertiary: "#636363",
  colorTextHeading: "#464646",
  colorTextPlaceholder: "#737373",
  colorBorder: "#cdcdcd",
  colorBorderSecondary: "#e5e5e5",
  colorBgLayout: "#e5f0fc",
  colorBgBase: "#ffffff",
  colorBgContainerDisabled: "#f2f2f2",
  colorTextDisabled: "#898989",
};

const DARK: ThemeConfig["token"] = {
  ...SHARED,
  colorPrimary: "#3981f0",
  colorInfo: "#3d8bff",
  colorLink: "#6db2fc",
  colorLinkHover: "#aad1fb",
  colorSuccess: "#4cb61b",
  colorWarning: "#f68f1f",
  colorError: "#ff7070",
  colorTextBase: "#f2f2f2",
  colorTextTertiary: "#acacac",
  colorTextPlaceholder: "#acacac",
  colorBgBase: "#101318",
  colorBgLayout: "#101318",
  colorBgContainer: "#1a1e24",
  colorBgElevated: "#232830",
  colorBorder: "#4a5058",
  colorBorderSecondary: "#343a42",
  colorTextDisabled: "#7d858f",
};

/** Borders of what is filled in or ticked: 3 to 1 against all that they stand on, since the border is all there is to see. */
const LIGHT_BOX = "#898989";
const DARK_BOX = "#7d858f";

/** The design system's own colours of a hovered button cannot be read by everybody, neither as text nor below it. */
const LIGHT_BUTTON = {
  colorPrimaryHover: "#004aaa",
  colorErrorHover: "#a80101",
  defaultHoverColor: "#004aaa",
  defaultHoverBorderColor: "#004aaa",
};
const DARK_BUTTON = {
  colorPrimaryHover: "#265bb0",
  dangerColor: "#101318",
  defaultHoverColor: "#6db2fc",
  defaultHoverBorderColor: "#6db2fc",
};

/** The Console's look (design system 0.28) as tokens, light and dark; `isStill` for those who want no motion. */
export function makeTheme(isDark: boolean, isStill: boolean): ThemeConfig {
  const box = isDark ? DARK_BOX : LIGHT_BOX;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...(isDark ? DARK : LIGHT), motion: !isStill },
    components: {
      Tree: { colorBgContainer: "transparent", colorBorder: box },
      Checkbox: { colorBorder: box },
      Radio: { colorBorder: box },
      Input: { colorBorder: box },
      Select: { colorBorder: box },
      Upload: { colorBorder: box },
      Segmented: isDark
        ? { trackBg: "#2a3038", itemSelectedBg: "#4a5058", itemSelectedColor: "#aad1fb" }
        : { trackBg: "#e5e5e5", itemSelectedBg: "#ffffff", itemSelectedColor: "#1261e4" },
      Modal: { titleFontSize: 20 },
      Button: isDark ? DARK_BUTTON : LIGHT_BUTTON,
      Tabs: {
        horizontalMargin: "0 0 16px 0",
        ...(isDark
          ? { itemSelectedColor: "#6db2fc", inkBarColor: "#6db2fc", itemHoverColor: "#aad1fb" }
          : {}),
      },
    },
  };
}
