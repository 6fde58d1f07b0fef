import { useIsMutating } from "@tanstack/react-query";
import { Modal } from "antd";
import { useReducer } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { UNDOING } from "@/api/transfers";
import { FlowModal } from "@/ui/FlowModal";
import { FileStep } from "./FileStep";
import { hasDecisions, importFlow, isUnsaved, START } from "./importFlow";
import { APPLYING } from "./importQueries";
import { ResultStep } from "./ResultStep";
import { ReviewStep } from "./ReviewStep";
import { SelectStep } from "./SelectStep";
import "./import.css";

type Props = { scope: Scope; about?: string; onClose: () => void };

/** The dialog `Import`: a file, what would be done with it, and what was done. */
export default function ImportDialog({ scope, about, onClose }: Props) {
  const { t } = useTranslation();
  const [state, dispatch] = useReducer(importFlow, START);
  const isApplying = useIsMutating({ mutationKey: APPLYING }) > 0;
  const isUndoing = useIsMutating({ mutationKey: UNDOING }) > 0;
  const [modal, modalPlace] = Modal.useModal();
  const shared = { scope, dispatch };
  const takeFiles = ([file, another]: readonly File[]) => {
    if (file === undefined || isApplying || state.step === "result") return;
    if (another !== undefined) {
      modal.warning({ centered: true, title: t("import.oneFile"), okText: t("action.close") });
      return;
    }
    const take = () => dispatch({ type: "file", file });
    if (!hasDecisions(state)) return take();
    modal.confirm({
      centered: true,
      title: t("import.replaceTitle", { name: file.name }),
      content: t("import.replaceHint"),
      okText: t("import.replace"),
      cancelText: t("dialog.stay"),
      onOk: take,
    });
  };
  return (
    <FlowModal
      title={t("import.title")}
      about={about}
      isUnsaved={isUnsaved(state)}
      isBusy={isApplying || isUndoing}
      onClose={onClose}
      onDropFiles={takeFiles}
    >
      {(close) => (
        <>
          {modalPlace}
          {state.step === "file" ? (
            <FileStep {...shared} state={state} onFiles={takeFiles} onClose={close} />
          ) : null}
          {state.step === "select" ? <SelectStep {...shared} state={state} /> : null}
          {state.step === "review" ? <ReviewStep {...shared} state={state} /> : null}
          {state.step === "result" ? <ResultStep scope={scope} state={state} onClose={close} /> : null}
        </>
      )}
    </FlowModal>
  );
}
