import "./transfers.css";
import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import type { Reason, Scope } from "@/api/scope";
import { transfersQuery } from "@/api/transfers";
import type { ReceiptSummary } from "@/api/types";
import { formatTime } from "@/i18n/time";
import { type Column, DataTable } from "@/ui/DataTable";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useListParams } from "@/ui/useListParams";
import { TransferActions } from "./TransferActions";
import { TransferDetails } from "./TransferDetails";
import { useAskUndo } from "./useAskUndo";
import { whatHappened } from "./whatHappened";

const COLOURS: Record<ReceiptSummary["type"], string> = { export: "default", import: "blue", undo: "gold" };

type Props = { scope: Scope; undoReason: Reason | null };

/** What was exported, imported and undone in a branch, newest first. */
export function TransferTable({ scope, undoReason }: Props) {
  const { askUndo, place } = useAskUndo(scope.projectId);
  return (
    <>
      {place}
      <Transfers scope={scope} undoReason={undoReason} onUndo={askUndo} />
    </>
  );
}

type TransfersProps = Props & { onUndo: (transferId: string, title: string) => void };

function Transfers({ scope, undoReason, onUndo }: TransfersProps) {
  const { t, i18n } = useTranslation();
  const { request, pagingOf, lastPage } = useListParams();
  const { offset, limit } = request;
  const query = useQuery(transfersQuery(scope, { offset, limit }));
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  const total = query.data?.total ?? 0;
  const last = query.isPlaceholderData ? null : lastPage(total);
  if (last) return <Navigate replace to={last} />;
  const columns: Column<ReceiptSummary>[] = [
    {
      key: "at",
      title: t("transfers.when"),
      render: ({ at }) => <span className="nowrap">{formatTime(at, i18n.language, "short")}</span>,
    },
    {
      key: "type",
      title: t("transfers.type"),
      width: 60,
      render: ({ type, undone }) => (
        <>
          <Tag variant="outlined" color={COLOURS[type]}>
            {t(`transfers.kind.${type}`)}
          </Tag>
          {undone ? <small className="nowrap">{t("transfers.undone")}</small> : null}
        </>
      ),
    },
    {
      key: "what",
      title: t("transfers.what"),
      render: (transfer) => <div className="transfer-what">{whatHappened(transfer, t)}</div>,
    },
    {
      key: "from",
      title: t("transfers.from"),
      render: ({ source }) =>
        source ? <div className="transfer-from">{`${source.projectName} / ${source.branch}`}</div> : "–",
    },
    { key: "by", title: t("transfers.by"), render: ({ by }) => by },
    {
      key: "actions",
      title: <span className="visually-hidden">{t("transfers.actions")}</span>,
      align: "right",
      render: (transfer) => <TransferActions {...{ scope, transfer, undoReason, onUndo }} />,
    },
  ];
  return (
    <DataTable
      label={t("nav.transfers")}
      rowKey={({ transferId, at }) => transferId ?? at}
      isLoading={query.isPending || query.isPlaceholderData}
      columns={columns}
      rows={query.data?.items ?? []}
      details={({ transferId }) =>
        transferId === null ? null : <TransferDetails scope={scope} transferId={transferId} />
      }
      empty={t("transfers.none")}
      paging={pagingOf(total)}
    />
  );
}
