/** Writes a moment of the wire in the reader's language and time zone; a text that is no time stays as it is. */
export function formatTime(
  moment: string,
  language: string,
  timeStyle: "short" | "medium" = "medium",
): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle }).format(date);
}

/** Writes a number of bytes as people read it. */
export function formatSize(bytes: number, language: string): string {
  const [value, unit] =
    bytes < 1024 * 1024 ? [bytes / 1024, "kilobyte"] : [bytes / (1024 * 1024), "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
