import type { DataType, DefaultCastFunction, ResourceSummary } from "@/api/types";

/** What the functions that every Project knows return, also where it does not list them. */
const KNOWN_FUNCTIONS: Record<DefaultCastFunction, DataType> = {
  defaultIdentity: "all",
  defaultCastToString: "string",
  defaultCastToInteger: "number",
  defaultCastToFloat: "number",
  defaultCastUnitTimestampToISOString: "string",
  defaultCastStringToBoolean: "boolean",
  defaultCastToDate: "Date",
  defaultCastToObject: "RawObject",
  defaultCastToArrayOfObject: "Array_RawObject",
};

/** What a cast function returns, by its name. */
export type CastFunctions = ReadonlyMap<string, string>;

export function castFunctionsOf(listed: readonly ResourceSummary[]): CastFunctions {
  const own = listed.map(({ name, dataType }): [string, string] => [name, dataType ?? "all"]);
  return new Map([...Object.entries(KNOWN_FUNCTIONS), ...own]);
}

/** The functions that fit a field of a type, by name. */
export function fittingFunctions(functions: CastFunctions, type: unknown): string[] {
  const fits = [...functions].filter(([, returned]) => returned === type || returned === "all");
  return fits.map(([name]) => name).sort();
}
