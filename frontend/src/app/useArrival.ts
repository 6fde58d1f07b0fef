import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/**
 * Another page begins at its title: who came by keyboard goes on from there, and a screen reader tells where that is.
 * The first page is the browser's own matter, and another query is still the same page.
 */
export function useArrival(): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const main = document.querySelector("main");
    const title = main?.querySelector<HTMLElement>("h1[tabindex]");
    (title ?? main)?.focus();
  }, [pathname]);
}
