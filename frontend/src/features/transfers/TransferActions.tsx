import { DownloadOutlined, UndoOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Flex, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Reason, Scope } from "@/api/scope";
import { receiptQuery } from "@/api/transfers";
import type { ReceiptSummary } from "@/api/types";
import { GuardedButton } from "@/ui/GuardedButton";
import { Hint } from "@/ui/Hint";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { saveReceipt } from "@/ui/receiptFile";

type Props = {
  scope: Scope;
  transfer: ReceiptSummary;
  undoReason: Reason | null;
  onUndo: (transferId: string, title: string) => void;
};

/** What can be done with a transfer of the past: take an import back, keep its receipt. */
export function TransferActions({ scope, transfer, undoReason, onUndo }: Props) {
  const { t } = useTranslation();
  const [modal, modalPlace] = Modal.useModal();
  const queryClient = useQueryClient();
  const { transferId, title, type, undone } = transfer;
  if (transferId === null) return null;

  const fail = (error: unknown) => {
    modal.error({ title: t("receipt.failed"), width: 640, content: <ProblemAlert error={error} /> });
  };
  const download = () =>
    void queryClient.fetchQuery(receiptQuery(scope.projectId, transferId)).then(saveReceipt, fail);
  return (
    <Flex gap={4} justify="end">
      {modalPlace}
      {type === "import" ? (
        <GuardedButton
          size="small"
          icon={<UndoOutlined aria-hidden />}
          reason={undone ? "undone" : undoReason}
          onClick={() => onUndo(transferId, title)}
        >
          {t("undo.action")}
        </GuardedButton>
      ) : null}
      <Hint title={t("receipt.download")}>
        <Button
          size="small"
          type="text"
          icon={<DownloadOutlined aria-hidden />}
          aria-label={t("receipt.download")}
          onClick={download}
        />
      </Hint>
    </Flex>
  );
}
