import type { Receipt } from "@/api/types";
import { saveJson } from "./saveFile";

/** Saves a receipt as a file of its own. */
export function saveReceipt(receipt: Receipt): void {
  saveJson(receipt, `fast-data-receipt-${receipt.transferId ?? "unchanged"}.json`);
}
