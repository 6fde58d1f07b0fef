import type { TFunction } from "i18next";
import type { Counts } from "@/api/types";

const PARTS = ["systems", "projections", "singleViews", "erSchemas", "castFunctions"] as const;

/** Writes how many resources of each kind there are, without the kinds that have none. */
export function countsText(counts: Counts, t: TFunction): string {
  const parts = PARTS.map((part) => ({ part, count: counts[part] ?? 0 })).filter(({ count }) => count > 0);
  return parts.map(({ part, count }) => t(`counts.${part}`, { count })).join(" · ");
}
