import { Pagination } from "antd";
import { useTranslation } from "react-i18next";

/** One page of the rows: `total` of all, what is shown now, and how to ask for another. */
export type Paging = {
  page: number;
  size: number;
  sizes: readonly number[];
  total: number;
  onChange: (page: number, size: number) => void;
};

/** Turns the pages of a table. */
export function Pages({ page, size, sizes, total, onChange }: Paging) {
  const { t } = useTranslation();
  return (
    <Pagination
      align="end"
      current={page}
      pageSize={size}
      pageSizeOptions={[...sizes]}
      showSizeChanger={sizes.length > 1}
      total={total}
      showTotal={(count) => t("list.total", { count })}
      onChange={onChange}
    />
  );
}
