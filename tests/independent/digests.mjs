// Computes the digests of export files from nothing but the contract: section 4 and RFC 8785 (JCS).
// It shares no code, no language and no library with the product, so that both cannot have the same mistake.
//
//   node digests.mjs FILE...    prints {file: {"kind/name": "sha256-…"}}
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const SECTIONS = { systems: "system", erSchemas: "erSchema", singleViews: "singleView", castFunctions: "castFunction" };
const WIRING = ["services", "kafkaMessageAdapter", "messageFormat", "singleViewCreators", "strategies", "endpoints"];
const NOT_CONTENT = new Set([...WIRING, "reference", "copiedFrom"]);

/** RFC 8785: keys sorted by UTF-16 code units, which is how JavaScript sorts; numbers as JavaScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return object(value, Object.keys(value));
}

function object(value, keys) {
  const members = keys.sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

function digest(entry, kind) {
  const isContent = (key) => !NOT_CONTENT.has(key) && !(kind === "system" && key === "projections");
  const text = object(entry, Object.keys(entry).filter(isContent));
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64url")}`;
}

function digests(document) {
  const found = {};
  for (const [section, kind] of Object.entries(SECTIONS)) {
    for (const [name, entry] of Object.entries(document.resources[section] ?? {})) {
      found[`${kind}/${name}`] = digest(entry, kind);
      const projections = kind === "system" ? (entry.projections ?? {}) : {};
      for (const [member, projection] of Object.entries(projections)) {
        found[`projection/${member}`] = digest(projection, "projection");
      }
    }
  }
  return found;
}

const read = (path) => JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((path) => [path, digests(read(path))]))));
