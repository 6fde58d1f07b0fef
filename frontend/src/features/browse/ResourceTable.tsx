import "./browse.css";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { resourcesQuery } from "@/api/resources";
import type { Scope } from "@/api/scope";
import type { Kind } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { SearchBox } from "@/ui/SearchBox";
import { useListParams } from "@/ui/useListParams";
import { columnsOf } from "./columns";

type Props = {
  scope: Scope;
  kind: Kind;
  /** Only the projections of this system. */
  system?: string;
  label: string;
  /** What to show instead when there is nothing at all. */
  empty?: ReactNode;
};

/** The resources of one kind, a page at a time; search, page and order are in the address. */
export function ResourceTable({ scope, kind, system, label, empty }: Props) {
  const { t, i18n } = useTranslation();
  const { params, request, change, pagingOf, lastPage } = useListParams();
  const query = useQuery(resourcesQuery(scope, system === undefined ? { kind } : { kind, system }, request));
  const search = (
    <SearchBox label={t("list.search")} value={params.q} onSearch={(q) => change({ q, page: null })} />
  );
  if (query.isError) {
    return (
      <>
        {search}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const total = query.data?.total ?? 0;
  const isNone = query.isSuccess && !query.isPlaceholderData && total === 0 && params.q === "";
  if (empty !== undefined && isNone) return empty;
  const last = query.isPlaceholderData ? null : lastPage(total);
  return (
    <>
      {last ? <Navigate replace to={last} /> : null}
      {search}
      <DataTable
        label={label}
        rowKey={({ name }) => name}
        isLoading={query.isPlaceholderData || query.isPending || last !== null}
        rows={query.data?.items ?? []}
        columns={columnsOf({
          kind,
          scope,
          t,
          language: i18n.language,
          sort: params.sort,
          onSort: (sort) => change({ sort: sort === "name" ? null : sort, page: null }),
        })}
        empty={params.q === "" ? t("list.none") : t("list.noMatch", { q: params.q })}
        paging={pagingOf(total)}
      />
    </>
  );
}
