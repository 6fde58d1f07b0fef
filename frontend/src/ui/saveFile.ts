/** Offers a blob to the browser as a download. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Browsers read the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Offers a value as a JSON file. */
export function saveJson(value: unknown, name: string): void {
  saveFile(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }), name);
}

/** Reads the file name of a `Content-Disposition`, without any folder; `fallback` when it has none. */
export function downloadName(disposition: string | null, fallback: string): string {
  const encoded = disposition?.match(/filename\*=(?:UTF-8'[^']*')([^;]+)/i)?.[1];
  const plain = disposition?.match(/filename="([^"]+)"|filename=([^;\s]+)/i);
  const name = decode(encoded) ?? plain?.[1] ?? plain?.[2] ?? "";
  return name.split(/[/\\]/).at(-1)?.trim() || fallback;
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
