import { CheckOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Entry } from "@/api/types";
import { type Column, DataTable } from "@/ui/DataTable";
import { LongName } from "@/ui/LongName";
import { Panel } from "@/ui/Panel";
import { useMedia } from "@/ui/preferences";
import { ResourceName } from "@/ui/ResourceName";
import { usePaging } from "@/ui/usePaging";
import { type FieldRow, fieldsOf } from "./entry";

type Props = { scope: Scope; entry: Entry };

/** Below it, a description stands below the name: beside it, it would be out of sight. */
const WIDE = "(min-width: 1201px)";

/** The fields of a projection or a Single View. */
export function FieldsCard({ scope, entry }: Props) {
  const { t } = useTranslation();
  const isWide = useMedia(WIDE);
  const rows = fieldsOf(entry);
  const { shown, paging } = usePaging(rows, [20, 50, 100]);
  const mark = (isSet: boolean) => (isSet ? <CheckOutlined aria-label={t("field.yes")} /> : null);
  const castFunction: Column<FieldRow> = {
    key: "cast",
    width: isWide ? undefined : "30%",
    title: t("kind.castFunction"),
    render: (row) => <CastFunctionName scope={scope} name={row.castFunction} />,
  };
  const description: Column<FieldRow> = {
    key: "description",
    title: t("column.description"),
    width: "40%",
    render: (row) => <div className="prose">{row.description}</div>,
  };
  const columns: Column<FieldRow>[] = [
    {
      key: "name",
      title: t("column.name"),
      render: ({ name, description }) => (
        <>
          <code>{name}</code>
          {isWide ? null : <div className="secondary">{description}</div>}
        </>
      ),
    },
    { key: "type", title: t("field.type"), render: ({ type }) => type },
    ...flagsOf(rows).map(
      ([part, isSet]): Column<FieldRow> => ({
        key: part,
        title: <span className="field-flag">{t(`field.${part}`)}</span>,
        align: "center",
        render: (row) => mark(isSet(row)),
      }),
    ),
    ...(rows.some((row) => row.castFunction !== "") ? [castFunction] : []),
    ...(isWide ? [description] : []),
  ];
  return (
    <Panel title={t("column.fields")} extra={t("list.total", { count: rows.length })}>
      <DataTable
        label={t("column.fields")}
        rowKey={({ name }) => name}
        columns={columns}
        rows={shown}
        paging={paging}
      />
    </Panel>
  );
}

const FLAGS = [
  ["primaryKey", (row: FieldRow) => row.isPrimaryKey],
  ["required", (row: FieldRow) => row.isRequired],
  ["nullable", (row: FieldRow) => row.isNullable],
] as const;

/** The fields of a Single View are never its key. */
function flagsOf(rows: readonly FieldRow[]) {
  const hasKey = rows.some((row) => row.isPrimaryKey || row.castFunction !== "");
  return hasKey ? FLAGS : FLAGS.slice(1);
}

/** The defaults are known in every project, and have a page only where a project lists them. */
function CastFunctionName({ scope, name }: { scope: Scope; name: string }) {
  if (name === "" || name.startsWith("default")) {
    return (
      <code className="long-name">
        <LongName name={name} />
      </code>
    );
  }
  return <ResourceName scope={scope} kind="castFunction" name={name} />;
}
