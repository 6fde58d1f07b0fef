/**
 * Fails when the first screen needs too much JavaScript, compressed. What is fetched after it without a click is told
 * too. Reads what `vite build` left in `dist`.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 300;
const DIST = new URL("../dist/", import.meta.url);
/** The entry, and the page that most people land on. */
const FIRST_SCREEN = ["index.html", "src/pages/SystemsPage.tsx"];
/** Until these are here, names stand in their places. */
const SOON_AFTER = ["src/app/ProjectSelect.tsx", "src/app/BranchSelect.tsx"];

type Manifest = Record<string, { file: string; imports?: string[] }>;

const manifest: Manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

function collect(key: string, found: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`dist has no ${key}: correct scripts/firstLoad.ts`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, found);
  return found;
}

function measure(roots: readonly string[]): number {
  const files = roots.reduce((found, root) => collect(root, found), new Set<string>());
  const sizes = [...files].map((file) => gzipSync(readFileSync(new URL(file, DIST))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

const first = measure(FIRST_SCREEN);
const all = measure([...FIRST_SCREEN, ...SOON_AFTER]);
process.stdout.write(
  `First screen: ${first.toFixed(1)} kB of JavaScript (at most ${LIMIT_KB}), soon after it ${all.toFixed(1)} kB\n`,
);
if (first > LIMIT_KB) process.exitCode = 1;
