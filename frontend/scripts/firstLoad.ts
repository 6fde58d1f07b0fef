/**
 * Fails when a first visit needs too much JavaScript: everything that comes before anybody has clicked, compressed.
 * Reads what `vite build` left in `dist`.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 300;
const DIST = new URL("../dist/", import.meta.url);
/** The entry, the page that most people land on, and what the top bar fetches for itself. */
const ROOTS = [
  "index.html",
  "src/pages/SystemsPage.tsx",
  "src/app/ProjectSelect.tsx",
  "src/app/BranchSelect.tsx",
];

type Manifest = Record<string, { file: string; imports?: string[] }>;

const manifest: Manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

function collect(key: string, found: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`dist has no ${key}: correct ROOTS in scripts/firstLoad.ts`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, found);
  return found;
}

const files = ROOTS.reduce((found, root) => collect(root, found), new Set<string>());
const bytes = [...files].map((file) => gzipSync(readFileSync(new URL(file, DIST))).length);
const total = bytes.reduce((sum, size) => sum + size, 0) / 1000;
process.stdout.write(
  `First load: ${total.toFixed(1)} kB of JavaScript in ${files.size} files, at most ${LIMIT_KB} kB\n`,
);
if (total > LIMIT_KB) process.exitCode = 1;
