import { Modal } from "antd";
import type { DragEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  title: string;
  /** Something would be lost by closing: ask once. */
  isUnsaved: boolean;
  /** Nothing may be closed while the server writes. */
  isBusy: boolean;
  onClose: () => void;
  /** Takes the files that are dropped anywhere on the dialog. */
  onDropFiles?: (files: readonly File[]) => void;
  children: ReactNode;
};

/** The large dialog of a flow; what it holds is a `FlowStep` after the other. */
export function FlowModal({ title, isUnsaved, isBusy, onClose, onDropFiles, children }: Props) {
  const { t } = useTranslation();
  const [modal, modalPlace] = Modal.useModal();
  const close = () => {
    if (isBusy) return;
    if (!isUnsaved) return onClose();
    modal.confirm({
      centered: true,
      title: t("dialog.loseTitle"),
      content: t("dialog.loseHint"),
      okText: t("dialog.lose"),
      cancelText: t("dialog.stay"),
      focusable: { autoFocusButton: "cancel" },
      onOk: onClose,
    });
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
      {children}
      {modalPlace}
    </Modal>
  );
}
