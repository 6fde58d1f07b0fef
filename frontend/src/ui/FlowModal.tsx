import { Modal } from "antd";
import { type DragEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { useLeaveGuard } from "./useLeaveGuard";

type Props = {
  title: string;
  /** The project and the branch that it is about; beside the name of the dialog, not a part of it. */
  about?: string;
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
export function FlowModal({ title, about, isUnsaved, isBusy, onClose, onDropFiles, children }: Props) {
  const { t } = useTranslation();
  const aboutId = useId();
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
      // The library has no property for what describes a dialog.
      panelRef={(panel) => panel?.setAttribute("aria-describedby", aboutId)}
      footer={null}
      onCancel={close}
      mask={{ closable: false }}
      closable={{ "aria-label": t("action.close") }}
      // Else the browser would leave the page to show a file that was dropped beside its area.
      wrapProps={{ onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: drop }}
    >
      <p id={aboutId} className="flow-about">
        {about}
      </p>
      {children(close)}
      {dialog}
    </Modal>
  );
}
