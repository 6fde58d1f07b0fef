import { useSyncExternalStore } from "react";

const DEFAULTS = { theme: "system", language: "system", sidebar: "open" };
type Name = keyof typeof DEFAULTS;

const listeners = new Set<() => void>();

/** Reads a choice that this browser keeps. */
export function readPreference(name: Name): string {
  try {
    return localStorage.getItem(`fdt.${name}`) ?? DEFAULTS[name];
  } catch {
    return DEFAULTS[name];
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps a choice of this browser; it has an effect at once, also when the browser keeps nothing. */
export function setPreference(name: Name, value: string): void {
  try {
    localStorage.setItem(`fdt.${name}`, value);
  } catch {
    DEFAULTS[name] = value;
  }
  for (const listener of listeners) listener();
}

export function usePreference(name: Name): string {
  return useSyncExternalStore(subscribe, () => readPreference(name));
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );
}
