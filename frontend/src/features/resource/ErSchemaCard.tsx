import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import type { Entry } from "@/api/types";
import { CodeText } from "@/ui/CodeText";
import { DataTable } from "@/ui/DataTable";
import { Panel } from "@/ui/Panel";
import { usePaging } from "@/ui/usePaging";
import { nodesOf, relationsOf } from "./entry";

/** An ER schema, each look at it in its tab. */
export function ErSchemaCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const json = t("erSchema.json");
  return (
    <Panel>
      <Tabs
        items={[
          { key: "relations", label: t("erSchema.relations"), children: <Relations entry={entry} /> },
          {
            key: "json",
            label: json,
            children: <CodeText label={json} text={JSON.stringify(entry.erSchema ?? {}, null, 2)} />,
          },
        ]}
      />
    </Panel>
  );
}

function Relations({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const nodes = nodesOf(entry);
  const { shown, paging } = usePaging(relationsOf(entry), [20, 50, 100]);
  if (nodes.length === 0) return <p>{t("erSchema.none")}</p>;
  return (
    <>
      <p>{t("erSchema.collections", { count: nodes.length, names: nodes.join(", ") })}</p>
      <DataTable
        label={t("erSchema.relations")}
        rowKey={({ from, to, name }) => `${from} ${to} ${name}`}
        rows={shown}
        paging={paging}
        columns={[
          { key: "from", title: t("erSchema.from"), render: ({ from }) => <code>{from}</code> },
          { key: "to", title: t("erSchema.to"), render: ({ to }) => <code>{to}</code> },
          {
            key: "type",
            title: t("erSchema.type"),
            render: ({ isOneToMany }) => (
              <span className="nowrap">{t(isOneToMany ? "erSchema.oneToMany" : "erSchema.oneToOne")}</span>
            ),
          },
          {
            key: "condition",
            title: t("erSchema.condition"),
            render: ({ condition }) => <code>{condition}</code>,
          },
          { key: "name", title: t("column.name"), render: ({ name }) => name },
        ]}
      />
    </>
  );
}
