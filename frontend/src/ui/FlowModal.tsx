import { Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  title: string;
  /** Something would be lost by closing: ask once. */
  isUnsaved: boolean;
  /** Nothing may be closed while the server writes. */
  isBusy: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** The large dialog of a flow; what it holds is a `FlowStep` after the other. */
export function FlowModal({ title, isUnsaved, isBusy, onClose, children }: Props) {
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
    >
      {children}
      {modalPlace}
    </Modal>
  );
}
