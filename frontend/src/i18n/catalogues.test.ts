import { describe, expect, it } from "vitest";
import en from "./en.json";
import it_ from "./it.json";

type Tree = { [key: string]: string | Tree };

/** Every text of a catalogue by its dotted key. */
function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/{{([\w, ]+)}}/g)].map(([, name]) => name ?? "").sort();
}

const english = flatten(en);
const italian = flatten(it_);
const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("catalogues", () => {
  it("have the same keys in both languages", () => {
    expect([...italian.keys()]).toEqual([...english.keys()]);
  });

  it("have no empty text", () => {
    const empty = [...english, ...italian].filter(([, text]) => text.trim() === "");

    expect(empty).toEqual([]);
  });

  it.each([...english.keys()])("use the same values in both languages: %s", (key) => {
    expect(placeholders(italian.get(key) ?? "")).toEqual(placeholders(english.get(key) ?? ""));
  });

  it("tell one of something in the singular", () => {
    const counts = [...english].filter(([, text]) => text.includes("{{count"));

    expect(counts.map(([key]) => key).filter((key) => !/_(one|other)$/.test(key))).toEqual([]);
  });

  it("write every count as its language does", () => {
    const bare = [...english, ...italian].filter(([, text]) => text.includes("{{count}}"));

    expect(bare).toEqual([]);
  });

  it("hold nothing that no screen uses", () => {
    const code = Object.values(sources).join("\n");
    const isUsed = (key: string) => {
      const name = key.replace(/_(one|other)$/, "");
      const group = name.split(".").slice(0, -1).join(".");
      return (
        code.includes(`"${name}"`) ||
        code.includes(`\`${group}.\${`) ||
        code.includes(`t(\`${name.split(".")[0]}.\${`)
      );
    };

    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });
});
