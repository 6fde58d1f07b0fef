/** Tells whether the page is shown in a frame: then it is the Console around it that chooses the Project. */
export function isEmbedded(): boolean {
  return window.self !== window.top;
}
