/** To the minute, to the second, and where two moments would read the same, to the thousandth of it. */
const STYLES: Record<"short" | "medium" | "exact", Intl.DateTimeFormatOptions> = {
  short: { dateStyle: "medium", timeStyle: "short" },
  medium: { dateStyle: "medium", timeStyle: "medium" },
  exact: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  },
};

/** Writes a moment of the wire as the reader's country does, in the language shown; no time stays as it is. */
export function formatTime(moment: string, language: string, style: keyof typeof STYLES = "medium"): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return new Intl.DateTimeFormat(localeOf(language), STYLES[style]).format(date);
}

/** Writes moments that are told together, each so that it can be told from the others. */
export function formatTimes(moments: readonly string[], language: string): Map<string, string> {
  const write = (style: "medium" | "exact") =>
    new Map(moments.map((moment) => [moment, formatTime(moment, language, style)]));
  const words = write("medium");
  return new Set(words.values()).size === words.size ? words : write("exact");
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
