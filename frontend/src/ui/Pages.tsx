import { Pagination } from "antd";
import { useTranslation } from "react-i18next";
import type { Paging } from "./DataTable";

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
