import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Receipt, ReceiptEntry } from "@/api/types";
import { type Column, DataTable } from "./DataTable";
import { KindIcon } from "./KindIcon";
import { outcomeText } from "./outcomeText";
import { ResourceName } from "./ResourceName";
import { usePaging } from "./usePaging";

export const OUTCOMES = ["created", "updated", "unchanged", "skipped"] as const;
type Outcome = (typeof OUTCOMES)[number];

type Props = { scope: Scope; receipt: Receipt; hasLinks?: boolean };

/** What a transfer did, resource by resource. */
export function ReceiptDetails({ scope, receipt, hasLinks = true }: Props) {
  const { t } = useTranslation();
  const present = OUTCOMES.filter((outcome) => receipt[outcome].length > 0);
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const shown = chosen ?? present[0];
  const { shown: rows, paging } = usePaging(shown === undefined ? [] : receipt[shown], [10, 50]);
  if (shown === undefined) return null;
  const words = (outcome: Outcome) => outcomeText(receipt.type, outcome, receipt[outcome].length, t);
  const columns: Column<ReceiptEntry>[] = [
    {
      key: "name",
      title: t("column.name"),
      render: ({ kind, name, newName }) => (
        <span className="resource-name">
          <KindIcon kind={kind} />
          {hasLinks && shown !== "skipped" ? (
            <ResourceName scope={scope} kind={kind} name={newName ?? name} />
          ) : (
            <span className="plain-name">{newName ?? name}</span>
          )}
          {newName && newName !== name ? <small>{t("receipt.was", { name })}</small> : null}
        </span>
      ),
    },
    { key: "kind", title: t("column.kind"), width: "35%", render: ({ kind }) => t(`kind.${kind}`) },
  ];
  return (
    <>
      <div className="outcomes">
        <Segmented
          value={shown}
          onChange={setChosen}
          options={present.map((outcome) => ({
            value: outcome,
            label: words(outcome),
          }))}
        />
      </div>
      <DataTable
        label={words(shown)}
        rowKey={({ kind, name }) => `${kind}/${name}`}
        columns={columns}
        rows={rows}
        paging={paging}
      />
    </>
  );
}
