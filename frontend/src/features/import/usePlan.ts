import { useQuery } from "@tanstack/react-query";
import { type Dispatch, useMemo, useState } from "react";
import { isProblem } from "@/api/problem";
import type { Scope } from "@/api/scope";
import type { Choices, Plan } from "@/api/types";
import { toChoices } from "./choices";
import type { ImportAction, Looking } from "./importFlow";
import { makeIdempotencyKey, planQuery, useApply } from "./importQueries";
import { impossibleRenames, movesBetween } from "./planView";

/**
 * The plan under the user's choices; while another one is made, or could not be made, `plan` is the last one. A failure
 * has its own way on.
 */
export function usePlan(scope: Scope, { file, mode, decisions }: Looking) {
  const first = useQuery(planQuery(scope, file, { mode: "reference" }));
  const items = first.data?.items;
  const choices = useMemo(() => toChoices(mode, decisions, items ?? []), [mode, decisions, items]);
  const chosen = useQuery({ ...planQuery(scope, file, choices), enabled: first.isSuccess });
  const plan = useLast(chosen.data);
  const failed = [first, chosen].find(({ isError }) => isError);
  const failure = failed ? { error: failed.error, onRetry: () => void failed.refetch() } : null;
  const isChecking = first.isFetching || chosen.isFetching || chosen.isPlaceholderData;
  const canConfirm = plan !== undefined && !plan.blocked && !isChecking && failure === null;
  return { plan, choices, isChecking, canConfirm, failure };
}

/** What there is, else what there was last. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

/** Executes the plan that is looked at, once, however often it is asked to. */
export function useConfirm(scope: Scope, { file, attempt }: Looking, dispatch: Dispatch<ImportAction>) {
  const apply = useApply(scope);
  const confirm = (plan: Plan, choices: Choices) => {
    if (apply.isPending) return;
    const isRepeat = attempt?.planDigest === plan.planDigest;
    const idempotencyKey = isRepeat ? attempt.idempotencyKey : makeIdempotencyKey();
    dispatch({ type: "confirm", attempt: { planDigest: plan.planDigest, idempotencyKey } });
    apply.mutate(
      { file, choices, plan, idempotencyKey },
      {
        onSuccess: (receipt) => dispatch({ type: "applied", receipt, checklist: plan.checklist }),
        onError: (error) => {
          if (!isProblem(error) || error.plan === null) return;
          const moved = movesBetween(plan, error.plan);
          dispatch({ type: "stale", moved, impossible: impossibleRenames(error.plan) });
        },
      },
    );
  };
  const error = isProblem(apply.error, "stale-plan") ? null : apply.error;
  return { confirm, isPending: apply.isPending, error };
}
