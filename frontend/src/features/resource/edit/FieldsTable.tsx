import { useQuery } from "@tanstack/react-query";
import { type Dispatch, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { resourcesQuery } from "@/api/resources";
import { fieldTypeValues } from "@/api/schema.gen";
import type { Scope } from "@/api/scope";
import { stringOf } from "../entry";
import { castFunctionsOf, fittingFunctions } from "./castFunctions";
import { CheckControl, LongTextControl, SelectControl } from "./controls";
import type { Change, Draft } from "./draft";
import { type EditColumn, EditTable } from "./EditTable";
import { NameControl } from "./NameControl";

type Props = { scope: Scope; draft: Draft; dispatch: Dispatch<Change>; hasCasts: boolean };

const NEW_FIELD = { name: "", type: "string", required: false, nullable: false };
const FLAGS = ["primaryKey", "required", "nullable"] as const;

/** The fields of a projection, whose values are cast, or of a Single View, whose values are not. */
export function FieldsTable({ scope, draft, dispatch, hasCasts }: Props) {
  const { t } = useTranslation();
  const castColumn = useCastColumn(scope);
  const columns = useMemo((): EditColumn[] => {
    const flags = hasCasts ? FLAGS : FLAGS.slice(1);
    return [
      {
        part: "name",
        title: t("column.name"),
        width: 180,
        render: (cell) => <NameControl {...cell} value={stringOf(cell.value)} />,
      },
      {
        part: "type",
        title: t("field.type"),
        width: 120,
        render: (cell) => <SelectControl {...cell} value={stringOf(cell.value)} choices={fieldTypeValues} />,
      },
      ...flags.map(
        (part): EditColumn => ({
          part,
          title: t(`field.${part}`),
          render: (cell) => <CheckControl {...cell} value={cell.value === true} />,
        }),
      ),
      ...(hasCasts ? [castColumn] : []),
      {
        part: "description",
        title: t("column.description"),
        width: 165,
        render: (cell) => (
          <LongTextControl
            {...cell}
            value={stringOf(cell.value)}
            onChange={(text) => cell.onChange(text === "" ? undefined : text)}
          />
        ),
      },
    ];
  }, [t, hasCasts, castColumn]);
  const rows = draft.lists.fields;
  if (rows === undefined) return null;
  return (
    <EditTable
      title={t("column.fields")}
      list="fields"
      rows={rows}
      columns={columns}
      faults={draft.faults}
      dispatch={dispatch}
      addLabel={t("edit.addField")}
      newRow={hasCasts ? { ...NEW_FIELD, primaryKey: false } : NEW_FIELD}
    />
  );
}

const MANY = { offset: 0, limit: 1000 };

/** Offers to each field the functions that return its type. */
function useCastColumn(scope: Scope): EditColumn {
  const { t } = useTranslation();
  const { data } = useQuery(resourcesQuery(scope, { kind: "castFunction" }, MANY));
  return useMemo(() => {
    const functions = castFunctionsOf(data?.items ?? []);
    return {
      part: "castFunction",
      title: t("kind.castFunction"),
      width: 180,
      render: (cell) => (
        <SelectControl
          {...cell}
          value={stringOf(cell.value)}
          choices={fittingFunctions(functions, cell.row.type)}
          none={t("edit.noCast")}
          onChange={(name) => cell.onChange(name === "" ? undefined : name)}
        />
      ),
    };
  }, [t, data]);
}
