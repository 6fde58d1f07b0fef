import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

export const LANGUAGES = ["en", "it"] as const;
export type Language = (typeof LANGUAGES)[number];

/** English comes with the first load; it is also what shows where another catalogue has no word. */
export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
});

/** Switches the language, and fetches its catalogue before. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === "it" && !i18n.hasResourceBundle("it", "translation")) {
    const [{ default: words }, { default: issues }] = await Promise.all([
      import("./it.json"),
      import("./issues.it.json"),
    ]);
    i18n.addResourceBundle("it", "translation", words);
    i18n.addResourceBundle("it", "issues", issues);
  }
  await i18n.changeLanguage(language);
}
