const CONTROL = "input, select, textarea, button, [contenteditable=true]";

/** Gives the focus to the first of these that is there. */
export function focusOn(...selectors: string[]): void {
  const found = selectors.map((selector) => document.querySelector<HTMLElement>(selector));
  found.find((element) => element !== null)?.focus();
}

/**
 * Gives the focus to a place that something is said about, or to what is around it: the row, the table, the entry as
 * JSON. What the form does not show can be reached where the views are chosen.
 */
export function focusPlace(place: string): void {
  const parts = place.split("/");
  const around = parts.map((_, left) => parts.slice(0, parts.length - left).join("/"));
  const controls = [...around, ""].map(controlAt);
  const found = controls.find((control) => control !== null);
  if (found) found.focus();
  else focusOn(".entry-views input:checked");
}

function controlAt(place: string): HTMLElement | null {
  const shown = [...document.querySelectorAll<HTMLElement>("[data-place]")];
  const found = shown.find((element) => element.dataset.place === place);
  return found?.querySelector<HTMLElement>(CONTROL) ?? null;
}
