import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Fragment, lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Paging } from "./Pages";
import { SortButton } from "./SortButton";

export type Column<Row> = {
  key: string;
  title: ReactNode;
  render: (row: Row) => ReactNode;
  align?: "right" | "center";
  width?: number | string;
  /** The server can order by this column, and does so now or not. */
  sort?: { direction: "ascending" | "descending"; isActive: boolean; onSort: () => void };
};

type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string;
  /** Shown when there are no rows. */
  empty?: ReactNode;
  isLoading?: boolean;
  paging?: Paging;
  /** More about a row, below it, on demand. */
  details?: (row: Row) => ReactNode;
};

// Most tables fit on one page, and the first screen need not wait for what turns pages.
const Pages = lazy(() => import("./Pages").then((module) => ({ default: module.Pages })));

/** A table that is a table: rows and cells for everybody, a page at a time. */
export function DataTable<Row>({ label, columns, rows, rowKey, rowClass, ...rest }: Props<Row>) {
  const { t } = useTranslation();
  const { empty, isLoading = false, paging, details } = rest;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setOpened(
      (before) => new Set(before.has(key) ? [...before].filter((each) => each !== key) : [...before, key]),
    );
  const head = useRef<HTMLTableSectionElement>(null);
  const turn = (...to: Parameters<Paging["onChange"]>) => {
    paging?.onChange(...to);
    // The pages are turned below the last row, and read from the first.
    head.current?.scrollIntoView({ block: "nearest" });
  };
  const width = columns.length + (details ? 1 : 0);
  return (
    <div className="data-table" aria-busy={isLoading}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard */}
      <div role="group" className="data-table-scroll" aria-label={label} tabIndex={0}>
        <table aria-label={label}>
          <thead ref={head}>
            <tr>
              {details ? (
                <th className="data-table-opener">
                  <span className="visually-hidden">{t("list.details")}</span>
                </th>
              ) : null}
              {columns.map(({ key, title, align, width: columnWidth, sort }) => (
                <th
                  key={key}
                  scope="col"
                  style={{ textAlign: align, width: columnWidth }}
                  aria-sort={sort?.isActive ? sort.direction : undefined}
                >
                  {sort ? <SortButton {...sort}>{title}</SortButton> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = rowKey(row);
              const isOpen = opened.has(key);
              return (
                <Fragment key={key}>
                  <tr className={rowClass?.(row)}>
                    {details ? (
                      <td>
                        <Button
                          size="small"
                          type="text"
                          aria-expanded={isOpen}
                          aria-label={t("list.details")}
                          icon={isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
                          onClick={() => toggle(key)}
                        />
                      </td>
                    ) : null}
                    {columns.map((column) => (
                      <td key={column.key} style={{ textAlign: column.align }}>
                        {column.render(row)}
                      </td>
                    ))}
                  </tr>
                  {details && isOpen ? (
                    <tr className="data-table-details">
                      <td colSpan={width}>{details(row)}</td>
                    </tr>
                  ) : null}
                </Fragment>
              );
            })}
            {rows.length === 0 ? (
              <tr>
                <td colSpan={width} className="data-table-empty">
                  {isLoading ? t("list.loading") : (empty ?? t("list.none"))}
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      {paging && paging.total > Math.min(...paging.sizes) ? (
        <Suspense>
          <Pages {...paging} onChange={turn} />
        </Suspense>
      ) : null}
    </div>
  );
}
