/** Writes a moment of the wire as the reader's country does, in the language shown; no time stays as it is. */
export function formatTime(
  moment: string,
  language: string,
  timeStyle: "short" | "medium" = "medium",
): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "medium", timeStyle }).format(date);
}

const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** Writes a number of bytes as people read it. */
export function formatSize(bytes: number, language: string): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  return new Intl.NumberFormat(localeOf(language), {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(bytes / 1024 ** step);
}

/** A language as it is written where the reader is: `en` in a British browser is `en-GB`, in a German one `en-DE`. */
export function localeOf(language: string, browser: readonly string[] = navigator.languages): string {
  const own = browser.find((tag) => tag.startsWith(`${language}-`));
  const country = browser[0]?.split("-").find((part) => /^[A-Z]{2}$/.test(part));
  return own ?? (country ? `${language}-${country}` : language);
}
