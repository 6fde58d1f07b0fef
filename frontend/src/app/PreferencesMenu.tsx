import { BulbOutlined, GlobalOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { MenuButton } from "@/ui/MenuButton";
import { setPreference, usePreference } from "@/ui/preferences";
import { applyLanguage } from "./language";

const THEMES = ["system", "light", "dark"] as const;
const LANGUAGE_CHOICES = ["system", "en", "it"] as const;

/** Theme and language of this browser. */
export function PreferencesMenu() {
  const { t } = useTranslation();
  const theme = usePreference("theme");
  const language = usePreference("language");
  const chooseLanguage = (choice: string) => {
    setPreference("language", choice);
    void applyLanguage(choice);
  };
  return (
    <>
      <MenuButton
        type="text"
        icon={<GlobalOutlined aria-hidden />}
        aria-label={t("preferences.languageLabel")}
        menu={{
          selectable: true,
          selectedKeys: [language],
          items: LANGUAGE_CHOICES.map((key) => ({ key, label: t(`preferences.language.${key}`) })),
          onClick: ({ key }) => chooseLanguage(key),
        }}
      />
      <MenuButton
        type="text"
        icon={<BulbOutlined aria-hidden />}
        aria-label={t("preferences.themeLabel")}
        menu={{
          selectable: true,
          selectedKeys: [theme],
          items: THEMES.map((key) => ({ key, label: t(`preferences.theme.${key}`) })),
          onClick: ({ key }) => setPreference("theme", key),
        }}
      />
    </>
  );
}
