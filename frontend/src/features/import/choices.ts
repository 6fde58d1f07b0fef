import { keyOf } from "@/api/kinds";
import type { Choices, Mode, PlanItem, Selection } from "@/api/types";
import type { Decisions } from "./importFlow";
import { itemKey } from "./planView";

/** Writes the user's decisions as the request has them; what is undecided is left out. */
export function toChoices(mode: Mode, decisions: Decisions, items: readonly PlanItem[]): Choices {
  const { picked, renames, allowOlder } = decisions;
  const choices: Choices = { mode };
  if (picked !== null) choices.selection = toSelection(items, picked);
  if (renames.size > 0) choices.renames = writeRenames(items, renames);
  if (allowOlder) choices.allowOlder = true;
  return choices;
}

/**
 * Names exactly the items that are picked: a system without all its projections lists the picked ones, a projection
 * whose system is not picked stands alone.
 */
function toSelection(items: readonly PlanItem[], picked: ReadonlySet<string>): Selection {
  const isPicked = (item: PlanItem) => picked.has(itemKey(item));
  const named = (kind: PlanItem["kind"]) => items.filter((item) => item.kind === kind && isPicked(item));
  const inside = Map.groupBy(
    items.filter(({ kind }) => kind === "projection"),
    ({ system }) => system ?? "",
  );
  const systems = named("system").map(({ name }) => {
    const all = inside.get(name) ?? [];
    const some = all.filter(isPicked);
    return all.length > 0 && some.length === all.length ? { name } : { name, projections: some.map(nameOf) };
  });
  const alone = named("projection").filter(({ system }) => !picked.has(keyOf("system", system ?? "")));
  return {
    systems,
    projections: alone.map(nameOf),
    erSchemas: named("erSchema").map(nameOf),
    singleViews: named("singleView").map(nameOf),
    castFunctions: named("castFunction").map(nameOf),
  };
}

function writeRenames(items: readonly PlanItem[], renames: ReadonlyMap<string, string>): Choices["renames"] {
  return items.flatMap((item) => {
    const newName = renames.get(itemKey(item));
    return newName === undefined ? [] : [{ kind: item.kind, name: item.name, newName }];
  });
}

function nameOf({ name }: PlanItem): string {
  return name;
}
