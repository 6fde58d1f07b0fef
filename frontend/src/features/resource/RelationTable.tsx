import { useTranslation } from "react-i18next";
import { isKind } from "@/api/kinds";
import type { Scope } from "@/api/scope";
import type { Entry, Resource } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { ResourceName } from "@/ui/ResourceName";
import { usePaging } from "@/ui/usePaging";
import { relationsOf } from "./entry";

type Props = {
  scope: Scope;
  entry: Entry;
  uses: Resource["uses"];
  /** Only the relations of this collection. */
  of: string | null;
};

/** The relations of an ER schema, one a row: what the diagram draws, in words. */
export function RelationTable({ scope, entry, uses, of }: Props) {
  const { t } = useTranslation();
  const relations = relationsOf(entry).filter(({ from, to }) => of === null || of === from || of === to);
  const { shown, paging } = usePaging(relations, [20, 50, 100]);
  const kinds = new Map(uses.map(({ name, kind }) => [name, kind]));
  const collection = (name: string) => {
    const kind = kinds.get(name) ?? "unknown";
    if (isKind(kind)) return <ResourceName scope={scope} kind={kind} name={name} />;
    return (
      <span>
        {name}{" "}
        <small className="secondary">
          {kind === "crudCollection" ? t("kind.crudCollection") : t("kind.unknown")}
        </small>
      </span>
    );
  };
  return (
    <DataTable
      label={t("erSchema.relations")}
      rowKey={({ from, to, name }) => `${from} ${to} ${name}`}
      rows={shown}
      paging={paging}
      columns={[
        { key: "from", title: t("erSchema.from"), render: ({ from }) => collection(from) },
        { key: "to", title: t("erSchema.to"), render: ({ to }) => collection(to) },
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
  );
}
