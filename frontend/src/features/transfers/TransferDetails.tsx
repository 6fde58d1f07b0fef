import { useQuery } from "@tanstack/react-query";
import { Flex } from "antd";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { receiptQuery } from "@/api/transfers";
import type { Receipt } from "@/api/types";
import { Facts } from "@/ui/Facts";
import { IssueList } from "@/ui/IssueList";
import { KeptList } from "@/ui/KeptList";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { ReceiptDetails } from "@/ui/ReceiptDetails";

/** One transfer in full, fetched when it is looked at. */
export function TransferDetails({ scope, transferId }: { scope: Scope; transferId: string }) {
  const query = useQuery(receiptQuery(scope.projectId, transferId));
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? <Details scope={scope} receipt={query.data} /> : <Loading />;
}

function Details({ scope, receipt }: { scope: Scope; receipt: Receipt }) {
  const { t } = useTranslation();
  const { title, mode, fileDigest, revisionBefore, revisionAfter, branch } = receipt;
  const isWritten = revisionAfter !== revisionBefore;
  const facts = [
    { label: t("transfers.title"), value: title, isWide: true },
    { label: t("mode.label"), value: mode ? t(`mode.${mode}`) : null },
    {
      label: t("transfers.revision"),
      value: isWritten ? `${revisionBefore} → ${revisionAfter}` : revisionAfter,
    },
    { label: t("transfers.file"), value: fileDigest ? <code>{fileDigest}</code> : null, isWide: true },
  ].filter(({ value }) => value !== null);
  return (
    <Flex vertical gap={12}>
      <Facts facts={facts} />
      <ReceiptDetails scope={{ ...scope, branch }} receipt={receipt} hasLinks={receipt.type !== "undo"} />
      <KeptList kept={receipt.kept} />
      <IssueList issues={receipt.warnings} />
    </Flex>
  );
}
