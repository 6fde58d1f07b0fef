import { CaretDownOutlined, CaretUpOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

type Props = {
  direction: "ascending" | "descending";
  isActive: boolean;
  onSort: () => void;
  children: ReactNode;
};

/** The heading of a column that the list can be ordered by. */
export function SortButton({ direction, isActive, onSort, children }: Props) {
  const Icon = direction === "ascending" ? CaretUpOutlined : CaretDownOutlined;
  return (
    <button type="button" className={isActive ? "sort-button sort-active" : "sort-button"} onClick={onSort}>
      {children} <Icon aria-hidden />
    </button>
  );
}
