/** What the selects of the forms offer. An entry may hold something else: the server says whether it is valid. */
import type { ResourceSummary } from "@/api/types";

export const FIELD_TYPES = [
  "string",
  "number",
  "boolean",
  "Date",
  "GeoPoint",
  "RawObject",
  "Array_string",
  "Array_number",
  "Array_RawObject",
  "ObjectId",
];
export const RETURNED_TYPES = [...FIELD_TYPES, "all"];
export const INDEX_TYPES = {
  projection: ["normal", "hash", "TTL"],
  singleView: ["normal", "geo", "hash", "TTL"],
};
export const DEFAULT_STATES = ["DRAFT", "PUBLIC"];

/** The functions that every Project knows, listed or not, and what they return. */
const KNOWN_FUNCTIONS: Record<string, string> = {
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
