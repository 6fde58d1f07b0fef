import { Checkbox } from "antd";
import type { Dispatch, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Choices, PlanItem } from "@/api/types";
import { type Column, DataTable } from "@/ui/DataTable";
import { usePaging } from "@/ui/usePaging";
import type { Decisions, ImportAction } from "./importFlow";
import { NameCell } from "./NameCell";
import { isProblem, isTakenAlong, itemKey } from "./planView";
import { StatusCell } from "./StatusCell";

type Props = {
  scope: Scope;
  file: File;
  choices: Choices;
  olderCount: number;
  label: string;
  items: readonly PlanItem[];
  systems: ReadonlyMap<string, string>;
  empty: ReactNode;
  decisions: Decisions;
  onTick: (keys: readonly string[], isPicked: boolean) => void;
  dispatch: Dispatch<ImportAction>;
};

/** The items of one kind: whether they come, under which name, and what that means. */
export function ItemTable({ label, items, systems, empty, decisions, onTick, dispatch, ...about }: Props) {
  const { t } = useTranslation();
  const { picked } = decisions;
  const isPicked = (item: PlanItem) => picked === null || picked.has(itemKey(item));
  const isLocked = (item: PlanItem) => isTakenAlong(item) && !isPicked(item);
  const { shown, paging } = usePaging(items, [20, 50, 100]);
  const ticked = items.filter((item) => isPicked(item) || isTakenAlong(item)).length;
  const columns: Column<PlanItem>[] = [
    {
      key: "pick",
      width: 16,
      title: (
        <Checkbox
          aria-label={t("export.selectAll")}
          checked={ticked > 0 && ticked === items.length}
          indeterminate={ticked > 0 && ticked < items.length}
          disabled={items.every(isLocked)}
          onChange={(event) => onTick(items.map(itemKey), event.target.checked)}
        />
      ),
      render: (item) => (
        <Checkbox
          aria-label={item.name}
          checked={isPicked(item) || isTakenAlong(item)}
          disabled={isLocked(item)}
          onChange={(event) => onTick([itemKey(item)], event.target.checked)}
        />
      ),
    },
    {
      key: "name",
      title: t("column.name"),
      width: "36%",
      render: (item) => (
        <NameCell
          item={item}
          system={systems.get(item.system ?? "") ?? item.system ?? null}
          rename={decisions.renames.get(itemKey(item)) ?? null}
          onRename={(newName) => dispatch({ type: "rename", kind: item.kind, name: item.name, newName })}
        />
      ),
    },
    {
      key: "status",
      title: t("column.status"),
      render: (item) => (
        <StatusCell
          {...about}
          item={item}
          allowOlder={decisions.allowOlder}
          onAllowOlder={(allowOlder) => dispatch({ type: "allow-older", allowOlder })}
        />
      ),
    },
  ];
  return (
    <DataTable
      label={label}
      rowKey={itemKey}
      rowClass={(item) => (isProblem(item) ? "row-problem" : item.selected ? "" : "row-deselected")}
      columns={columns}
      rows={shown}
      empty={empty}
      paging={paging}
    />
  );
}
