import { DownloadOutlined, UndoOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Flex, Modal, message } from "antd";
import { useTranslation } from "react-i18next";
import type { Reason, Scope } from "@/api/scope";
import { receiptQuery, useUndo } from "@/api/transfers";
import type { ReceiptSummary } from "@/api/types";
import { GuardedButton } from "@/ui/GuardedButton";
import { Hint } from "@/ui/Hint";
import { KeptList } from "@/ui/KeptList";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { saveReceipt } from "@/ui/receiptFile";

type Props = { scope: Scope; transfer: ReceiptSummary; undoReason: Reason | null };

/** What can be done with a transfer of the past: take an import back, keep its receipt. */
export function TransferActions({ scope, transfer, undoReason }: Props) {
  const { t } = useTranslation();
  const [modal, modalPlace] = Modal.useModal();
  const [toast, toastPlace] = message.useMessage();
  const queryClient = useQueryClient();
  const undo = useUndo(scope.projectId);
  const { transferId, title, type, undone } = transfer;
  if (transferId === null) return null;

  const fail = (words: string) => (error: unknown) => {
    modal.error({ title: words, width: 640, content: <ProblemAlert error={error} /> });
  };
  const run = () =>
    undo.mutateAsync(transferId).then(
      ({ revisionAfter, kept }) => {
        const words = t("undo.done", { revision: revisionAfter });
        if (kept.length === 0) void toast.success(words);
        else modal.info({ title: words, width: 560, content: <KeptList kept={kept} /> });
      },
      fail(t("undo.failed")),
    );
  const ask = () =>
    modal.confirm({
      centered: true,
      // A second Enter takes nothing back: that is chosen.
      autoFocusButton: "cancel",
      title: t("undo.askTitle"),
      content: t("undo.askHint", { title }),
      okText: t("undo.action"),
      cancelText: t("action.cancel"),
      onOk: run,
    });
  const download = () =>
    void queryClient
      .fetchQuery(receiptQuery(scope.projectId, transferId))
      .then(saveReceipt, fail(t("receipt.failed")));
  return (
    <Flex gap={4} justify="end">
      {modalPlace}
      {toastPlace}
      {type === "import" ? (
        <GuardedButton
          size="small"
          icon={<UndoOutlined aria-hidden />}
          reason={undone ? "undone" : undoReason}
          onClick={ask}
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
