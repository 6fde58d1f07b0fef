import { useState } from "react";

type Unseen = {
  /** How many were on no page so far. */
  unseen: number;
  /** Remembers the page that is shown; to be called before it is turned. */
  keepPage: () => void;
};

/** Tells how many of some things nobody can have seen yet: those of pages that were not turned to, or did not come. */
export function useUnseen(all: readonly string[], page: readonly string[], isShown: boolean): Unseen {
  const [earlier, setEarlier] = useState<ReadonlySet<string>>(new Set());
  const seen = isShown ? new Set([...earlier, ...page]) : earlier;
  return { unseen: all.filter((key) => !seen.has(key)).length, keepPage: () => setEarlier(seen) };
}
