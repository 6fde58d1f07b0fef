import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useReducer } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { ExportPreview } from "@/api/types";
import { BusyButton } from "@/ui/BusyButton";
import { FlowModal } from "@/ui/FlowModal";
import { FlowStep } from "@/ui/FlowStep";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { saveFile } from "@/ui/saveFile";
import { countPicked, makeCatalogue, toSelection, total } from "./catalogue";
import { DependenciesStep } from "./DependenciesStep";
import { DoneStep } from "./DoneStep";
import { exportFlow, isUnsaved, needsConfirmation, START } from "./exportFlow";
import { EXPORTING, exportableQuery, useExport, usePreview } from "./exportQueries";
import { SelectStep } from "./SelectStep";

type Props = { scope: Scope; about?: string; onClose: () => void };

/** The dialog `Export`: choose, confirm what an ER schema needs besides, download. */
export default function ExportDialog({ scope, about, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [state, dispatch] = useReducer(exportFlow, START);
  const exportable = useQuery(exportableQuery(scope));
  const catalogue = useMemo(() => makeCatalogue(exportable.data ?? []), [exportable.data]);
  const preview = usePreview(scope);
  const download = useExport(scope);
  const isBusy = preview.isPending || download.isPending;
  const selection = state.step === "done" ? null : toSelection(catalogue, state.picked);
  const count = state.step === "done" ? 0 : total(countPicked(catalogue, state.picked));

  const write = (checked: ExportPreview) =>
    download.mutate(selection, {
      onSuccess: ({ fileName, content }) => {
        saveFile(content, fileName);
        dispatch({ type: "exported", fileName, preview: checked });
      },
    });
  const check = () =>
    preview.mutate(selection, {
      onSuccess: (found) => {
        if (needsConfirmation(found)) dispatch({ type: "needs-more", preview: found });
        else write(found);
      },
    });
  // Two clicks can come before anything is shown, so that what runs is asked.
  const once = (begin: () => void) => () => {
    if (queryClient.isMutating({ mutationKey: EXPORTING }) === 0) begin();
  };
  const back = () => {
    download.reset();
    dispatch({ type: "back" });
  };

  const buttons = (close: () => void) => ({
    select: (
      <>
        <Button onClick={close} disabled={isBusy}>
          {t("action.cancel")}
        </Button>
        <BusyButton
          type="primary"
          isBusy={isBusy}
          doing={t("export.writing")}
          disabled={count === 0}
          onClick={once(check)}
        >
          {t("export.export")}
        </BusyButton>
      </>
    ),
    dependencies: (
      <>
        <Button onClick={back} disabled={isBusy}>
          {t("action.back")}
        </Button>
        <BusyButton
          type="primary"
          isBusy={isBusy}
          doing={t("export.writing")}
          onClick={once(() => state.step === "dependencies" && write(state.preview))}
        >
          {t("export.confirm")}
        </BusyButton>
      </>
    ),
    done: (
      <Button type="primary" onClick={close}>
        {t("action.close")}
      </Button>
    ),
  });
  const failure = preview.error ?? download.error;
  return (
    <FlowModal
      title={t("export.title")}
      about={about}
      isUnsaved={isUnsaved(state)}
      isBusy={isBusy}
      onClose={onClose}
    >
      {(close) => (
        <FlowStep key={state.step} buttons={exportable.isSuccess ? buttons(close)[state.step] : null}>
          {failure ? <ProblemAlert error={failure} /> : null}
          {exportable.isError ? (
            <ProblemAlert error={exportable.error} onRetry={() => void exportable.refetch()} />
          ) : null}
          {exportable.isPending ? <Loading /> : null}
          {exportable.isSuccess && state.step === "select" ? (
            <SelectStep scope={scope} catalogue={catalogue} state={state} dispatch={dispatch} />
          ) : null}
          {state.step === "dependencies" ? <DependenciesStep preview={state.preview} /> : null}
          {state.step === "done" ? <DoneStep fileName={state.fileName} preview={state.preview} /> : null}
        </FlowStep>
      )}
    </FlowModal>
  );
}
