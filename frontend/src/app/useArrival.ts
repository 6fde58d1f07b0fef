import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { focusTitle } from "@/ui/focus";

/**
 * Another page begins at its title.
 * The first page is the browser's own matter, and another query is still the same page.
 */
export function useArrival(): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    focusTitle();
  }, [pathname]);
}
