import { describe, expect, it } from "vitest";
import { type Change, change, entryOf, isChanged, openDraft } from "./draft";

const ENTRY = {
  name: "pr_orders",
  fields: [
    { name: "a", type: "string", x: { kept: 1 } },
    { name: "b", type: "string" },
    { name: "c", type: "number" },
  ],
  indexes: [],
  unknown: [1, "two"],
};

function edited(...changes: Change[]) {
  return changes.reduce(change, openDraft(ENTRY));
}

function keyAt(position: number): number {
  return openDraft(ENTRY).lists.fields?.[position]?.key ?? -1;
}

describe("a draft", () => {
  it("is the entry as it was until something changes", () => {
    expect(entryOf(openDraft(ENTRY))).toEqual(ENTRY);
    expect(isChanged(openDraft(ENTRY))).toBe(false);
  });

  it("keeps what the form does not know, in the entry and in its rows", () => {
    const draft = edited({ type: "edit", list: "fields", key: keyAt(0), part: "name", value: "A" });

    expect(entryOf(draft)).toEqual({
      ...ENTRY,
      fields: [{ ...ENTRY.fields[0], name: "A" }, ENTRY.fields[1], ENTRY.fields[2]],
    });
    expect(isChanged(draft)).toBe(true);
  });

  it("adds, removes and moves rows", () => {
    const draft = edited(
      { type: "add", list: "fields", value: { name: "d" } },
      { type: "move", list: "fields", key: keyAt(2), by: -1 },
      { type: "remove", list: "fields", key: keyAt(0) },
    );

    expect(entryOf(draft).fields).toEqual([ENTRY.fields[2], ENTRY.fields[1], { name: "d" }]);
  });

  it("has no list that was not there and stays empty", () => {
    expect(entryOf(openDraft({ name: "x" }))).toEqual({ name: "x" });
  });

  it.each([[["/path"]], ["text"], [{}]])(
    "leaves a list of another shape as it is: %j",
    (internalEndpoints) => {
      const entry = { name: "sv", internalEndpoints };

      expect(entryOf(change(openDraft(entry), { type: "set", member: "description", value: "new" }))).toEqual(
        {
          ...entry,
          description: "new",
        },
      );
    },
  );

  it("takes a part away with its value", () => {
    const draft = edited({ type: "edit", list: "fields", key: keyAt(1), part: "type", value: undefined });

    expect(entryOf(draft).fields).toEqual([ENTRY.fields[0], { name: "b" }, ENTRY.fields[2]]);
  });
});

describe("what the server said", () => {
  const fault = (pointer: string) => ({ code: "invalid-content", message: "No.", pointer });
  const refused = (pointer: string): Change => ({ type: "refused", faults: [fault(pointer)] });

  it.each([
    ["/entry/fields/1/name", `fields/${keyAt(1)}/name`],
    ["/entry/fields/1", `fields/${keyAt(1)}/name`],
    ["/entry/fields", "fields"],
    ["/entry/erSchema/config/a~1b", "erSchema"],
    ["/name", ""],
  ])("about %s stands at %s", (pointer, place) => {
    expect([...edited(refused(pointer)).faults]).toEqual([[place, [fault(pointer)]]]);
  });

  it("is about the row that stands there when it is said", () => {
    const moved = edited(
      { type: "move", list: "fields", key: keyAt(0), by: 1 },
      refused("/entry/fields/0/name"),
    );

    expect([...moved.faults.keys()]).toEqual([`fields/${keyAt(1)}/name`]);
  });

  it("goes with the row when that moves, and when that is edited", () => {
    const place = `fields/${keyAt(1)}/name`;
    const moved = edited(refused("/entry/fields/1/name"), {
      type: "move",
      list: "fields",
      key: keyAt(0),
      by: 1,
    });
    const corrected = change(moved, {
      type: "edit",
      list: "fields",
      key: keyAt(1),
      part: "name",
      value: "z",
    });

    expect(moved.faults.has(place)).toBe(true);
    expect(corrected.faults.size).toBe(0);
  });

  it("about one cell stays while another one is corrected", () => {
    const draft = edited(refused("/entry/fields/1/name"), {
      type: "edit",
      list: "fields",
      key: keyAt(1),
      part: "type",
      value: "Date",
    });

    expect(draft.faults.size).toBe(1);
  });
});

describe("a draft of what somebody else saved meanwhile", () => {
  const mine = edited({ type: "set", member: "description", value: "mine" });

  it("takes over what they changed, and keeps what one changed oneself", () => {
    const theirs = { ...ENTRY, description: "theirs", fields: [{ name: "new" }] };
    const draft = change(mine, { type: "rebase", onto: theirs });

    expect(entryOf(draft)).toEqual({ ...theirs, description: "mine" });
    expect(draft.base).toBe(theirs);
  });

  it("becomes theirs when one's own changes are discarded", () => {
    const theirs = { ...ENTRY, description: "theirs" };
    const draft = change(mine, { type: "restart", from: theirs });

    expect(entryOf(draft)).toEqual(theirs);
    expect(isChanged(draft)).toBe(false);
  });
});

it("text that is no JSON is remembered until it is one", () => {
  const broken = edited({ type: "misread", member: "erSchema", why: "No JSON." });

  expect(broken.misread.size).toBe(1);
  expect(change(broken, { type: "set", member: "erSchema", value: {} }).misread.size).toBe(0);
});
