import { useSearchParams } from "react-router";
import type { PageRequest, Sort } from "@/api/resources";

export const DEFAULT_SIZE = 10;
export const PAGE_SIZES = [DEFAULT_SIZE, 20, 50];
const SORTS: readonly Sort[] = ["name", "-updatedAt"];

export type ListParams = { q: string; page: number; size: number; sort: Sort };

/** Search, page and order of the one list of a page, kept in the address. */
export function useListParams() {
  const [search, setSearch] = useSearchParams();
  const params = readListParams(search);
  const change = (changes: Partial<Record<"q" | "page" | "size" | "sort", string | null>>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes)) {
          if (value) after.set(key, value);
          else after.delete(key);
        }
        return after;
      },
      { replace: true },
    );
  return { params, request: toRequest(params), change };
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
