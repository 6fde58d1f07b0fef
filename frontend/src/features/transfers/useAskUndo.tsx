import { Modal, message } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useUndo } from "@/api/transfers";
import { restoreFocus } from "@/ui/focus";
import { KeptList } from "@/ui/KeptList";
import { ProblemAlert } from "@/ui/ProblemAlert";

type AskUndo = {
  askUndo: (transferId: string, title: string) => void;
  /** Where it is asked, and told what came of it. Not in a row: the undo itself moves the rows on. */
  place: ReactNode;
};

/** Takes an import of the past back, after asking. */
export function useAskUndo(projectId: string): AskUndo {
  const { t } = useTranslation();
  const [modal, modalPlace] = Modal.useModal();
  const [toast, toastPlace] = message.useMessage();
  const undo = useUndo(projectId);
  const run = (transferId: string) =>
    undo.mutateAsync(transferId).then(
      ({ revisionAfter, kept }) => {
        const words = t("undo.done", { revision: revisionAfter });
        if (kept.length === 0) void toast.success(words);
        else modal.info({ title: words, width: 560, content: <KeptList kept={kept} /> });
      },
      (error: unknown) => {
        modal.error({ title: t("undo.failed"), width: 640, content: <ProblemAlert error={error} /> });
      },
    );
  const askUndo = (transferId: string, title: string) => {
    modal.confirm({
      centered: true,
      // A second Enter takes nothing back: that is chosen.
      autoFocusButton: "cancel",
      title: t("undo.askTitle"),
      content: t("undo.askHint", { title }),
      okText: t("undo.action"),
      cancelText: t("action.cancel"),
      onOk: () => run(transferId),
      // The button that asked can do nothing any more.
      afterClose: restoreFocus,
    });
  };
  return {
    askUndo,
    place: (
      <>
        {modalPlace}
        {toastPlace}
      </>
    ),
  };
}
