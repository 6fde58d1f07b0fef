/**
 * Views on an entry of a configuration. An entry may hold anything that a Console wrote, so every step is looked at
 * before it is taken; what has not the expected shape is left out here and still visible as JSON.
 */
export type Json = Readonly<Record<string, unknown>>;

export type FieldRow = {
  name: string;
  type: string;
  description: string;
  isPrimaryKey: boolean;
  isRequired: boolean;
  isNullable: boolean;
  castFunction: string;
};
export type IndexRow = { name: string; type: string; isUnique: boolean; fields: string };
export type TopicRow = { use: string; name: string };
export type EndpointRow = { basePath: string; defaultState: string };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function entriesOf(value: unknown): [string, Json][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]): [string, Json][] =>
    isObject(part) ? [[key, part]] : [],
  );
}

/** Reads a text; anything else is no text. */
export function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Reads a text member. */
export function textOf(entry: Json, key: string): string {
  return stringOf(entry[key]);
}

export function fieldsOf(entry: Json): FieldRow[] {
  return objectsOf(entry.fields).map((field) => ({
    name: textOf(field, "name"),
    type: textOf(field, "type"),
    description: textOf(field, "description"),
    isPrimaryKey: field.primaryKey === true,
    isRequired: field.required === true,
    isNullable: field.nullable === true,
    castFunction: textOf(field, "castFunction"),
  }));
}

export function indexesOf(entry: Json): IndexRow[] {
  return objectsOf(entry.indexes).map((index) => {
    const one = textOf(index, "field");
    const several = objectsOf(index.fields).map(writeIndexField).join(", ");
    return {
      name: textOf(index, "name"),
      type: textOf(index, "type"),
      isUnique: index.unique === true,
      fields: isOverOne(index.type) ? one || several : several || one,
    };
  });
}

/** Tells whether an index of this type is over one field, which is named by itself. */
export function isOverOne(type: unknown): boolean {
  return type === "hash" || type === "geo";
}

function writeIndexField(field: Json): string {
  const name = textOf(field, "name");
  return field.order === -1 ? `${name} ↓` : name;
}

export function topicsOf(entry: Json): TopicRow[] {
  return entriesOf(entry.topics).map(([use, topic]) => ({ use, name: textOf(topic, "name") }));
}

export function endpointsOf(entry: Json): EndpointRow[] {
  return objectsOf(entry.internalEndpoints).map((endpoint) => ({
    basePath: textOf(endpoint, "basePath"),
    defaultState: textOf(endpoint, "defaultState"),
  }));
}

export type Relation = { from: string; to: string; name: string; isOneToMany: boolean; condition: string };

/** The relations of an ER schema, one for each condition. */
export function relationsOf(entry: Json): Relation[] {
  return entriesOf(configOf(entry)).flatMap(([from, node]) =>
    entriesOf(node.outgoing).flatMap(([to, related]) =>
      entriesOf(related.conditions).map(([name, condition]) => ({
        from,
        to,
        name,
        isOneToMany: condition.oneToMany === true,
        condition: writeCondition(condition.condition),
      })),
    ),
  );
}

/** The collections of an ER schema, also those without relations. */
export function nodesOf(entry: Json): string[] {
  const nodes = entriesOf(configOf(entry)).flatMap(([name, node]) => [
    name,
    ...entriesOf(node.outgoing).map(([to]) => to),
  ]);
  return [...new Set(nodes)].sort();
}

function configOf(entry: Json): unknown {
  return isObject(entry.erSchema) ? entry.erSchema.config : undefined;
}

/** Writes `{of the related: of the source}` as text; operators and groups stay JSON. */
function writeCondition(condition: unknown): string {
  if (!isObject(condition)) return "";
  const parts = Object.entries(condition).map(([related, source]) =>
    typeof source === "string" ? `${related} = ${source}` : `${related}: ${JSON.stringify(source)}`,
  );
  return parts.join(", ");
}
