import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/ui/DataTable";
import { Panel } from "@/ui/Panel";
import { usePaging } from "@/ui/usePaging";

type Props<Row> = {
  title: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
};

/** A card with a table of the parts of a resource, such as the indexes of a projection. */
export function PartsCard<Row>({ title, rows, rowKey, columns }: Props<Row>) {
  const { t } = useTranslation();
  const { shown, paging } = usePaging(rows, [20, 50, 100]);
  return (
    <Panel title={title} extra={t("list.total", { count: rows.length })}>
      <DataTable label={title} rowKey={rowKey} columns={columns} rows={shown} paging={paging} />
    </Panel>
  );
}
