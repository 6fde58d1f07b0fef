import { useSearchParams } from "react-router";
import type { PageRequest, Sort } from "@/api/resources";
import type { Paging } from "./Pages";

export const DEFAULT_SIZE = 10;
const PAGE_SIZES = [DEFAULT_SIZE, 20, 50];
const SORTS: readonly Sort[] = ["name", "-updatedAt"];

type Changes = Partial<Record<"q" | "page" | "size" | "sort", string | null>>;
export type ListParams = { q: string; page: number; size: number; sort: Sort };

/** Search, page and order of the one list of a page, kept in the address. */
export function useListParams() {
  const [search, setSearch] = useSearchParams();
  const params = readListParams(search);
  const change = (changes: Changes) => setSearch((before) => withChanges(before, changes), { replace: true });
  const pagingOf = (total: number): Paging => ({
    page: params.page,
    size: params.size,
    sizes: PAGE_SIZES,
    total,
    onChange: (page, size) => change({ page: pageText(page), size: String(size) }),
  });
  /** Where the last page is, when the address asks for one beyond it: rows may have gone since. */
  const lastPage = (total: number) => {
    const last = Math.ceil(total / params.size);
    if (total === 0 || params.page <= last) return null;
    return { search: withChanges(search, { page: pageText(last) }).toString() };
  };
  return { params, request: toRequest(params), change, pagingOf, lastPage };
}

function withChanges(before: URLSearchParams, changes: Changes): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [key, value] of Object.entries(changes)) {
    if (value) after.set(key, value);
    else after.delete(key);
  }
  return after;
}

/** The first page needs no words in the address. */
function pageText(page: number): string | null {
  return page > 1 ? String(page) : null;
}

/** Reads list parameters from an address; what makes no sense becomes the default. */
export function readListParams(search: URLSearchParams): ListParams {
  const size = Number(search.get("size"));
  return {
    q: search.get("q") ?? "",
    page: Math.max(1, Math.trunc(Number(search.get("page"))) || 1),
    size: PAGE_SIZES.includes(size) ? size : DEFAULT_SIZE,
    sort: SORTS.find((sort) => sort === search.get("sort")) ?? "name",
  };
}

function toRequest({ q, page, size, sort }: ListParams): PageRequest {
  return { offset: (page - 1) * size, limit: size, sort, ...(q === "" ? {} : { q }) };
}
