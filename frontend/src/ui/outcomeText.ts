import type { TFunction } from "i18next";
import type { ReceiptSummary } from "@/api/types";

type Outcome = "created" | "updated" | "unchanged" | "skipped" | "kept";

/**
 * Writes how many resources a transfer did something with. All receipts have the lists of an import: an export has in
 * `created` what is in the file, an undo in `updated` what it deleted or restored.
 */
export function outcomeText(
  type: ReceiptSummary["type"],
  outcome: Outcome,
  count: number,
  t: TFunction,
): string {
  if (type === "export" && outcome === "created") return t("receipt.exported", { count });
  if (type === "undo" && outcome === "updated") return t("receipt.takenBack", { count });
  return t(`receipt.${outcome}`, { count });
}
