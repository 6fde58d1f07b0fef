import { type Dispatch, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { projectionIndexTypeValues, singleViewIndexTypeValues } from "@/api/schema.gen";
import { isOverOne, type Json, objectsOf, stringOf } from "../entry";
import { CheckControl, NumberControl, SelectControl } from "./controls";
import type { Change, Draft } from "./draft";
import { type EditColumn, EditTable } from "./EditTable";
import { IndexFields } from "./IndexFields";
import { NameControl, SuggestedNameControl } from "./NameControl";

type Props = { draft: Draft; dispatch: Dispatch<Change>; kind: "projection" | "singleView" };

const NEW_INDEX = { name: "", type: "normal", unique: false, fields: [{ name: "", order: 1 }] };
const TYPES = { projection: projectionIndexTypeValues, singleView: singleViewIndexTypeValues };

/** The indexes of a projection or a Single View; the names of its fields are suggested. */
export function IndexesTable({ draft, dispatch, kind }: Props) {
  const { t } = useTranslation();
  const namesId = useId();
  const columns = useMemo(
    (): EditColumn[] => [
      {
        part: "name",
        title: t("column.name"),
        width: 160,
        render: (cell) => <NameControl {...cell} value={stringOf(cell.value)} />,
      },
      {
        part: "type",
        title: t("field.type"),
        width: 100,
        render: (cell) => (
          <SelectControl
            {...cell}
            value={stringOf(cell.value)}
            choices={TYPES[kind]}
            onChange={(type) => {
              for (const [part, value] of partsOfType(cell.row, type)) cell.onChangePart(part, value);
            }}
          />
        ),
      },
      {
        part: "unique",
        title: t("field.unique"),
        render: (cell) => <CheckControl {...cell} value={cell.value === true} />,
      },
      {
        part: "fields",
        title: t("column.fields"),
        width: 320,
        render: (cell) =>
          isOverOne(cell.row.type) ? (
            <SuggestedNameControl
              label={cell.label}
              faults={cell.faults}
              list={namesId}
              value={stringOf(cell.row.field)}
              onChange={(name) => cell.onChangePart("field", name)}
            />
          ) : (
            <IndexFields {...cell} list={namesId} />
          ),
      },
      {
        part: "expireAfterSeconds",
        title: t("edit.expires"),
        width: 90,
        render: (cell) =>
          cell.row.type === "TTL" ? (
            <NumberControl {...cell} value={typeof cell.value === "number" ? cell.value : undefined} />
          ) : null,
      },
    ],
    [t, kind, namesId],
  );
  const rows = draft.lists.indexes;
  if (rows === undefined) return null;
  return (
    <>
      <EditTable
        title={t("column.indexes")}
        list="indexes"
        rows={rows}
        columns={columns}
        faults={draft.faults}
        dispatch={dispatch}
        addLabel={t("edit.addIndex")}
        newRow={NEW_INDEX}
      />
      <datalist id={namesId}>
        {draft.lists.fields?.map(({ key, value }) => (
          <option key={key} value={stringOf(value.name)} />
        ))}
      </datalist>
    </>
  );
}

/** What an index of another type has: the same fields as far as it can, and nothing that only the old type has. */
function partsOfType({ field, fields, expireAfterSeconds }: Json, type: string): [string, unknown][] {
  const name = stringOf(field);
  const first = objectsOf(fields)[0]?.name;
  return [
    ["type", type],
    ["field", isOverOne(type) ? (field ?? first) : undefined],
    ["fields", isOverOne(type) ? undefined : (fields ?? [{ name, order: 1 }])],
    ["expireAfterSeconds", type === "TTL" ? expireAfterSeconds : undefined],
  ];
}
