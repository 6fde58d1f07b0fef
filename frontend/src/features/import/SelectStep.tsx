import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import { FlowStep } from "@/ui/FlowStep";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { toChoices } from "./choices";
import type { ImportAction, ImportState } from "./importFlow";
import { makeIdempotencyKey, planQuery, useApply } from "./importQueries";
import { PlanTabs } from "./PlanTabs";
import { countProblems, movesBetween } from "./planView";

type State = Extract<ImportState, { step: "select" }>;
type Props = { scope: Scope; state: State; dispatch: Dispatch<ImportAction> };

/** Looking at the plan, changing the choices until it can be confirmed, and confirming it. */
export function SelectStep({ scope, state, dispatch }: Props) {
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
  const note = (
    <span role="status" className={problems > 0 ? "problems-left" : ""}>
      {isChecking
        ? t("import.rechecking")
        : problems > 0
          ? t("import.problemsLeft", { count: problems })
          : ""}
    </span>
  );
  const buttons = (
    <>
      <Button disabled={apply.isPending} onClick={() => dispatch({ type: "back" })}>
        {t("action.back")}
      </Button>
      <Button type="primary" disabled={!canConfirm} loading={apply.isPending} onClick={confirm}>
        {t("import.confirm")}
      </Button>
    </>
  );
  const failure = current.error ?? (isStale(apply.error) ? null : apply.error);
  return (
    <FlowStep note={note} buttons={buttons}>
      {failure ? <ProblemAlert error={failure} onRetry={() => void current.refetch()} /> : null}
      {plan ? (
        <PlanTabs plan={plan} decisions={decisions} moved={state.moved} dispatch={dispatch} />
      ) : (
        failure === null && <Loading label={t("import.rechecking")} />
      )}
    </FlowStep>
  );
}

function isStale(error: unknown): boolean {
  return isProblem(error, "stale-plan");
}
