import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import { FlowModal } from "@/ui/FlowModal";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { toChoices } from "./choices";
import { type ImportAction, type ImportState, isUnsaved } from "./importFlow";
import { makeIdempotencyKey, planQuery, useApply } from "./importQueries";
import { PlanTabs } from "./PlanTabs";
import { countProblems, movesBetween } from "./planView";

type State = Extract<ImportState, { step: "select" }>;
type Props = {
  title: string;
  scope: Scope;
  state: State;
  dispatch: Dispatch<ImportAction>;
  onClose: () => void;
};

/** Looking at the plan, changing the choices until it can be confirmed, and confirming it. */
export function SelectStep({ title, scope, state, dispatch, onClose }: Props) {
  const { t } = useTranslation();
  const { file, mode, decisions } = state;
  const first = useQuery(planQuery(scope, file, { mode: "reference" }));
  const choices = toChoices(mode, decisions, first.data?.items ?? []);
  const current = useQuery({ ...planQuery(scope, file, choices), enabled: first.isSuccess });
  const apply = useApply(scope);
  const plan = current.data;
  const isChecking = current.isFetching || current.isPlaceholderData;
  const problems = plan ? countProblems(plan) : 0;
  const canConfirm = plan !== undefined && !plan.blocked && !isChecking && !current.isError;

  const confirm = () => {
    if (plan === undefined || apply.isPending) return;
    const isRepeat = state.attempt?.planDigest === plan.planDigest;
    const idempotencyKey = isRepeat && state.attempt ? state.attempt.idempotencyKey : makeIdempotencyKey();
    dispatch({ type: "confirm", attempt: { planDigest: plan.planDigest, idempotencyKey } });
    apply.mutate(
      { file, choices, plan, idempotencyKey },
      {
        onSuccess: (receipt) => dispatch({ type: "applied", receipt, checklist: plan.checklist }),
        onError: (error) => {
          if (isProblem(error) && error.plan)
            dispatch({ type: "stale", moved: movesBetween(plan, error.plan) });
        },
      },
    );
  };
  const footer = (
    <div className="flow-footer">
      <span role="status" className={problems > 0 ? "problems-left" : ""}>
        {isChecking
          ? t("import.rechecking")
          : problems > 0
            ? t("import.problemsLeft", { count: problems })
            : ""}
      </span>
      <span className="flow-buttons">
        <Button disabled={apply.isPending} onClick={() => dispatch({ type: "back" })}>
          {t("action.back")}
        </Button>
        <Button type="primary" disabled={!canConfirm} loading={apply.isPending} onClick={confirm}>
          {t("import.confirm")}
        </Button>
      </span>
    </div>
  );
  const failure = current.error ?? (isStale(apply.error) ? null : apply.error);
  return (
    <FlowModal
      title={title}
      isUnsaved={isUnsaved(state)}
      isBusy={apply.isPending}
      onClose={onClose}
      footer={footer}
    >
      {failure ? <ProblemAlert error={failure} onRetry={() => void current.refetch()} /> : null}
      {plan ? (
        <PlanTabs plan={plan} decisions={decisions} moved={state.moved} dispatch={dispatch} />
      ) : (
        failure === null && <Loading label={t("import.rechecking")} />
      )}
    </FlowModal>
  );
}

function isStale(error: unknown): boolean {
  return isProblem(error, "stale-plan");
}
