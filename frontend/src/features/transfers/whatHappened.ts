import type { TFunction } from "i18next";
import type { ReceiptSummary } from "@/api/types";
import { outcomeText } from "@/ui/outcomeText";

const PARTS = ["created", "updated", "unchanged", "skipped", "kept"] as const;

/** Writes what a transfer did in one line. */
export function whatHappened({ type, counts, title }: ReceiptSummary, t: TFunction): string {
  const parts = PARTS.map((part) => ({ part, count: counts[part] ?? 0 })).filter(({ count }) => count > 0);
  return parts.map(({ part, count }) => outcomeText(type, part, count, t)).join(" · ") || title;
}
