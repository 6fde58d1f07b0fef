/** Tells whether what had the focus is gone, and the focus with it. */
export function isFocusLost(): boolean {
  return document.activeElement === document.body;
}

/** Gives the focus to the title of the page: who came by keyboard goes on from there, and it is read out. */
export function focusTitle(): void {
  const main = document.querySelector("main");
  const title = main?.querySelector<HTMLElement>("h1[tabindex]");
  (title ?? main)?.focus();
}

/** Goes on at the title, if what had the focus is gone. */
export function restoreFocus(): void {
  if (isFocusLost()) focusTitle();
}
