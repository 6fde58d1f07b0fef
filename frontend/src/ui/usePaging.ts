import { useState } from "react";
import type { Paging } from "./Pages";

/** Pages of rows that are all here: the rows of the page shown, and what the table needs to turn it. */
export function usePaging<Row>(rows: readonly Row[], sizes: readonly [number, ...number[]]) {
  const [wanted, setPage] = useState(1);
  const [size, setSize] = useState(sizes[0]);
  // A filter may have left fewer pages than there were.
  const page = Math.min(wanted, Math.max(1, Math.ceil(rows.length / size)));
  const paging: Paging = {
    page,
    size,
    sizes,
    total: rows.length,
    onChange: (nextPage, nextSize) => {
      setPage(nextPage);
      setSize(nextSize);
    },
  };
  return { shown: rows.slice((page - 1) * size, page * size), paging };
}
