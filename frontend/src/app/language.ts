import { changeLanguage, LANGUAGES, type Language } from "@/i18n/i18n";

/** The language that a choice means: itself, or the first one of the browser's that has a catalogue. */
export function resolveLanguage(choice: string, browser: readonly string[]): Language {
  const wanted = choice === "system" ? browser.map((tag) => tag.slice(0, 2)) : [choice];
  for (const tag of wanted) {
    const known = LANGUAGES.find((language) => language === tag);
    if (known) return known;
  }
  return "en";
}

/** Shows the language of a choice. */
export function applyLanguage(choice: string): Promise<void> {
  return changeLanguage(resolveLanguage(choice, navigator.languages));
}
