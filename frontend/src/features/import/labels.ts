import type { Mode, Plan, Status } from "@/api/types";

type Look = { colour: string; isProblem: boolean };

/** How each status looks; its words are in the catalogue under `status`. A new status does not compile without one. */
export const STATUS_LOOKS: Record<Status, Look> = {
  new: { colour: "green", isProblem: false },
  "reference-update": { colour: "gold", isProblem: false },
  unchanged: { colour: "default", isProblem: false },
  conflict: { colour: "red", isProblem: true },
  duplicate: { colour: "red", isProblem: true },
  "invalid-name": { colour: "red", isProblem: true },
  blocked: { colour: "red", isProblem: true },
};

export const INTEGRITY_LOOKS: Record<Plan["file"]["integrity"], { colour: string }> = {
  verified: { colour: "green" },
  edited: { colour: "gold" },
  unverified: { colour: "gold" },
};

export const MODES: readonly Mode[] = ["reference", "resource"];
