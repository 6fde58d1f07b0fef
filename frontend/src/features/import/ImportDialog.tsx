import { useIsMutating } from "@tanstack/react-query";
import { useReducer } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { FlowModal } from "@/ui/FlowModal";
import { FileStep } from "./FileStep";
import { importFlow, isUnsaved, START } from "./importFlow";
import { APPLYING } from "./importQueries";
import { ResultStep } from "./ResultStep";
import { SelectStep } from "./SelectStep";

type Props = { scope: Scope; onClose: () => void };

/** The dialog `Import`: a file, what would be done with it, and what was done. */
export default function ImportDialog({ scope, onClose }: Props) {
  const { t } = useTranslation();
  const [state, dispatch] = useReducer(importFlow, START);
  const isApplying = useIsMutating({ mutationKey: APPLYING }) > 0;
  const shared = { scope, dispatch, onClose };
  return (
    <FlowModal title={t("import.title")} isUnsaved={isUnsaved(state)} isBusy={isApplying} onClose={onClose}>
      {state.step === "file" ? <FileStep {...shared} state={state} /> : null}
      {state.step === "select" ? <SelectStep {...shared} state={state} /> : null}
      {state.step === "result" ? <ResultStep {...shared} state={state} /> : null}
    </FlowModal>
  );
}
