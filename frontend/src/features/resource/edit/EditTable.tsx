import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type Dispatch, memo, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Fault } from "@/api/types";
import { Panel } from "@/ui/Panel";
import type { Json } from "../entry";
import { FaultWords } from "./controls";
import type { Change, Faults, ListName, Row } from "./draft";
import { focusOn } from "./focusing";

type Cell = {
  value: unknown;
  row: Json;
  label: string;
  faults: readonly Fault[] | undefined;
  onChange: (value: unknown) => void;
  /** Changes another part of the same row. */
  onChangePart: (part: string, value: unknown) => void;
};

export type EditColumn = { part: string; title: string; width?: number; render: (cell: Cell) => ReactNode };

/** As narrow as what is in it: the space goes to the columns that are typed into, in the ratio of their widths. */
const LEAST = 1;

type Props = {
  title: string;
  list: ListName;
  rows: readonly Row[];
  /** The same columns again and again, or every row is drawn at each key that is pressed. */
  columns: readonly EditColumn[];
  faults: Faults;
  dispatch: Dispatch<Change>;
  addLabel: string;
  newRow: Json;
};

/** The rows of a part of an entry, edited in place: changed, added, removed, put into another order. */
export function EditTable({ title, list, rows, columns, faults, dispatch, addLabel, newRow }: Props) {
  const { t } = useTranslation();
  const add = () => {
    flushSync(() => dispatch({ type: "add", list, value: newRow }));
    focusOn(`[data-place=${list}] tbody tr:last-child .control`);
  };
  return (
    <Panel title={title} extra={t("list.total", { count: rows.length })}>
      <FaultWords faults={faults.get(list)} />
      <div className="data-table-scroll">
        <table className="edit-table" aria-label={title} data-place={list}>
          <thead>
            <tr>
              {columns.map(({ part, title: heading, width }) => (
                <th key={part} scope="col" style={{ width: width ?? LEAST }}>
                  {heading}
                </th>
              ))}
              <th style={{ width: LEAST }}>
                <span className="visually-hidden">{t("edit.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, position) => (
              <EditRow
                key={row.key}
                list={list}
                row={row}
                position={position}
                isLast={position === rows.length - 1}
                columns={columns}
                faults={faults}
                dispatch={dispatch}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button
        type="dashed"
        className="edit-add"
        data-add={list}
        icon={<PlusOutlined aria-hidden />}
        onClick={add}
      >
        {addLabel}
      </Button>
    </Panel>
  );
}

type RowProps = Pick<Props, "list" | "columns" | "faults" | "dispatch"> & {
  row: Row;
  position: number;
  isLast: boolean;
};

const EditRow = memo(function EditRow({ list, row, position, isLast, columns, faults, dispatch }: RowProps) {
  const { t } = useTranslation();
  const { key, value } = row;
  const edit = (part: string, changed: unknown) =>
    dispatch({ type: "edit", list, key, part, value: changed });
  return (
    <tr data-place={`${list}/${key}`}>
      {columns.map(({ part, title, render }) => (
        <td key={part} data-place={`${list}/${key}/${part}`}>
          {render({
            value: value[part],
            row: value,
            label: t("edit.cell", { column: title, row: position + 1 }),
            faults: faults.get(`${list}/${key}/${part}`),
            onChange: (changed) => edit(part, changed),
            onChangePart: edit,
          })}
        </td>
      ))}
      <td className="nowrap">
        <RowActions {...{ list, row, position, isLast, dispatch }} />
      </td>
    </tr>
  );
});

function RowActions({
  list,
  row: { key },
  position,
  isLast,
  dispatch,
}: Omit<RowProps, "columns" | "faults">) {
  const { t } = useTranslation();
  const number = position + 1;
  // The button goes with its row, so the focus is given back to it, or to the one beside it.
  const move = (by: -1 | 1, button: string) => {
    flushSync(() => dispatch({ type: "move", list, key, by }));
    const row = `[data-place="${list}/${key}"]`;
    focusOn(`${row} [data-action=${button}]:enabled`, `${row} [data-action]:enabled`);
  };
  const remove = () => {
    flushSync(() => dispatch({ type: "remove", list, key }));
    focusOn(`[data-place=${list}] tbody tr:nth-child(${number}) [data-action=remove]`, `[data-add=${list}]`);
  };
  return (
    <>
      <Button
        type="text"
        size="small"
        data-action="up"
        disabled={position === 0}
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={t("edit.up", { row: number })}
        onClick={() => move(-1, "up")}
      />
      <Button
        type="text"
        size="small"
        data-action="down"
        disabled={isLast}
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={t("edit.down", { row: number })}
        onClick={() => move(1, "down")}
      />
      <Button
        type="text"
        size="small"
        data-action="remove"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("edit.remove", { row: number })}
        onClick={remove}
      />
    </>
  );
}
