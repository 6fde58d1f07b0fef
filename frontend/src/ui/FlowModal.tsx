import { Modal } from "antd";
import type { DragEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLeaveGuard } from "./useLeaveGuard";

type Props = {
  title: string;
  /** Something would be lost by closing, or by leaving the page: ask once. */
  isUnsaved: boolean;
  /** Nothing may be closed while the server writes. */
  isBusy: boolean;
  onClose: () => void;
  /** Takes the files that are dropped anywhere on the dialog. */
  onDropFiles?: (files: readonly File[]) => void;
  /** Its steps; what closes it there asks as its own button does. */
  children: (close: () => void) => ReactNode;
};

/** The large dialog of a flow; what it holds is a `FlowStep` after the other. */
export function FlowModal({ title, isUnsaved, isBusy, onClose, onDropFiles, children }: Props) {
  const { t } = useTranslation();
  const question = isBusy
    ? { title: t("dialog.busyTitle"), hint: t("dialog.busyHint"), leave: t("dialog.leave") }
    : { title: t("dialog.loseTitle"), hint: t("dialog.loseHint"), leave: t("dialog.lose") };
  const { ask, dialog } = useLeaveGuard(isUnsaved, question, onClose);
  const close = () => {
    if (!isBusy) ask(onClose);
  };
  const drop = (event: DragEvent) => {
    // An area within the dialog may have taken them.
    if (event.defaultPrevented) return;
    event.preventDefault();
    onDropFiles?.([...event.dataTransfer.files]);
  };
  return (
    <Modal
      open
      centered
      className="flow-modal"
      width="min(1080px, 92vw)"
      title={title}
      footer={null}
      onCancel={close}
      mask={{ closable: false }}
      closable={{ "aria-label": t("action.close") }}
      // Else the browser would leave the page to show a file that was dropped beside its area.
      wrapProps={{ onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: drop }}
    >
      {children(close)}
      {dialog}
    </Modal>
  );
}
