import { DeleteOutlined, DisconnectOutlined, EditOutlined } from "@ant-design/icons";
import { Modal, message } from "antd";
import { useTranslation } from "react-i18next";
import { useDeleteResource, useDetachResource } from "@/api/resources";
import type { Reason, Scope } from "@/api/scope";
import type { Resource } from "@/api/types";
import { GuardedButton } from "@/ui/GuardedButton";
import { ProblemAlert } from "@/ui/ProblemAlert";

type Props = {
  scope: Scope;
  resource: Resource;
  reason: Reason | null;
  /** Was just edited, and the form with the focus is gone. */
  isBack: boolean;
  onEdit: () => void;
  onDeleted: () => void;
};

/** What can be done with a resource: an owned one is edited and deleted, a reference detached and removed. */
export function ResourceActions({ scope, resource, reason, isBack, onEdit, onDeleted }: Props) {
  const { t } = useTranslation();
  const [modal, modalPlace] = Modal.useModal();
  const [toast, toastPlace] = message.useMessage();
  const { kind, name, reference } = resource;
  const remove = useDeleteResource(scope, kind, name);
  const detach = useDetachResource(scope, kind, name);
  const isReference = Boolean(reference);
  const isDefault = kind === "castFunction" && resource.entry.type === "default";
  const blocked = reason ?? (isDefault ? "defaultFunction" : null);

  const fail = (error: unknown) => {
    modal.error({ title: t("resource.failed"), width: 640, content: <ProblemAlert error={error} /> });
  };
  const askDelete = () =>
    modal.confirm({
      centered: true,
      // A second Enter changes nothing: the answer that does is chosen.
      autoFocusButton: "cancel",
      title: t(isReference ? "resource.removeTitle" : "resource.deleteTitle", { name }),
      content: t(isReference ? "resource.removeMeaning" : "resource.deleteMeaning"),
      okText: t(isReference ? "resource.remove" : "resource.delete"),
      okButtonProps: { danger: true },
      cancelText: t("action.cancel"),
      onOk: () => remove.mutateAsync(undefined).then(onDeleted, fail),
    });
  const askDetach = () =>
    modal.confirm({
      centered: true,
      autoFocusButton: "cancel",
      title: t("resource.detachTitle", { name }),
      content: t(kind === "system" ? "resource.detachSystemMeaning" : "resource.detachMeaning"),
      okText: t("resource.detach"),
      cancelText: t("action.cancel"),
      onOk: () =>
        detach.mutateAsync(undefined).then(() => void toast.success(t("resource.detached", { name })), fail),
    });

  if (isReference) {
    return (
      <>
        {modalPlace}
        {toastPlace}
        <GuardedButton
          reason={reason ?? (kind === "projection" ? "detachSystem" : null)}
          icon={<DisconnectOutlined aria-hidden />}
          onClick={askDetach}
        >
          {t("resource.detach")}
        </GuardedButton>
        <GuardedButton reason={reason} danger icon={<DeleteOutlined aria-hidden />} onClick={askDelete}>
          {t("resource.remove")}
        </GuardedButton>
      </>
    );
  }
  return (
    <>
      {modalPlace}
      {toastPlace}
      <GuardedButton
        autoFocus={isBack}
        reason={blocked}
        type="primary"
        icon={<EditOutlined aria-hidden />}
        onClick={onEdit}
      >
        {t("resource.edit")}
      </GuardedButton>
      <GuardedButton reason={blocked} danger icon={<DeleteOutlined aria-hidden />} onClick={askDelete}>
        {t("resource.delete")}
      </GuardedButton>
    </>
  );
}
