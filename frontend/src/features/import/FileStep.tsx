import { useQuery } from "@tanstack/react-query";
import { Button, Flex } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Mode, Plan } from "@/api/types";
import { countsText } from "@/ui/countsText";
import { FlowStep } from "@/ui/FlowStep";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { DropArea } from "./DropArea";
import { FileSummary } from "./FileSummary";
import type { ImportAction, ImportState } from "./importFlow";
import { planQuery } from "./importQueries";
import { ModeChoice } from "./ModeChoice";
import { isReferenceImpossible } from "./planView";
import { Uploading } from "./Uploading";

type State = Extract<ImportState, { step: "file" }>;
type Props = {
  scope: Scope;
  state: State;
  dispatch: Dispatch<ImportAction>;
  onFiles: (files: readonly File[]) => void;
  onClose: () => void;
};

const NO_FILE = new File([], "");

/** Choosing the file, and whether it becomes references or copies. */
export function FileStep({ scope, state, dispatch, onFiles, onClose }: Props) {
  const { t } = useTranslation();
  const { file } = state;
  const first = useQuery({
    ...planQuery(scope, file ?? NO_FILE, { mode: "reference" }),
    enabled: file !== null,
    placeholderData: undefined,
  });
  const plan = file === null || first.isError ? undefined : first.data;
  const isImpossible = plan !== undefined && isReferenceImpossible(plan);
  const mode = isImpossible ? "resource" : (state.mode ?? "reference");
  const buttons = (
    <>
      <Button onClick={onClose}>{t("action.cancel")}</Button>
      <Button type="primary" disabled={plan === undefined} onClick={() => dispatch({ type: "next", mode })}>
        {t("action.next")}
      </Button>
    </>
  );
  return (
    <FlowStep buttons={buttons}>
      <Flex vertical gap={16}>
        <DropArea file={file} onFiles={onFiles} />
        {file !== null && first.isPending ? (
          <Uploading file={file} onCancel={() => dispatch({ type: "file", file: null })} />
        ) : null}
        {file !== null && first.isError ? (
          <ProblemAlert error={first.error} onRetry={() => void first.refetch()} />
        ) : null}
        <span className="visually-hidden" aria-live="polite">
          {plan ? t("import.checked", { contents: countsText(plan.file.counts, t) }) : null}
        </span>
        {plan ? <Looked plan={plan} mode={mode} isImpossible={isImpossible} dispatch={dispatch} /> : null}
      </Flex>
    </FlowStep>
  );
}

type LookedProps = { plan: Plan; mode: Mode; isImpossible: boolean; dispatch: Dispatch<ImportAction> };

function Looked({ plan, mode, isImpossible, dispatch }: LookedProps) {
  return (
    <>
      <FileSummary file={plan.file} />
      <ModeChoice
        mode={mode}
        blockedBy={isImpossible ? plan.destination : null}
        onChange={(chosen) => dispatch({ type: "mode", mode: chosen })}
      />
    </>
  );
}
