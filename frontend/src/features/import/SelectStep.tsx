import { Button } from "antd";
import type { TFunction } from "i18next";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Plan } from "@/api/types";
import { BusyButton } from "@/ui/BusyButton";
import { FlowStep } from "@/ui/FlowStep";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import type { Decisions, ImportAction, ImportState } from "./importFlow";
import { PlanTabs } from "./PlanTabs";
import { codeToReview, countProblems, itemKey } from "./planView";
import { useConfirm, usePlan } from "./usePlan";

type State = Extract<ImportState, { step: "select" }>;
type Props = { scope: Scope; state: State; dispatch: Dispatch<ImportAction> };

/** Looking at the plan, changing the choices until it can be confirmed, and confirming it. */
export function SelectStep({ scope, state, dispatch }: Props) {
  const { t } = useTranslation();
  const { plan, choices, isChecking, canConfirm, failure } = usePlan(scope, state);
  const { confirm, isPending, error: refusal } = useConfirm(scope, state, dispatch);
  const onConfirm = () => {
    if (plan === undefined) return;
    if (isReviewDue(plan, state.decisions)) dispatch({ type: "review" });
    else confirm(plan, choices);
  };
  // After a failure, the plan in view is not that of the choices.
  const judged = failure === null ? plan : undefined;
  const note = <Note plan={judged} isChecking={isChecking} isApplying={isPending} />;
  const buttons = (
    <>
      <Button disabled={isPending} onClick={() => dispatch({ type: "back" })}>
        {t("action.back")}
      </Button>
      <BusyButton type="primary" disabled={!canConfirm} isBusy={isPending} onClick={onConfirm}>
        {t("import.confirm")}
      </BusyButton>
    </>
  );
  return (
    <FlowStep note={note} buttons={buttons}>
      {failure ? <ProblemAlert {...failure} /> : null}
      {refusal ? <ProblemAlert error={refusal} onRetry={canConfirm ? onConfirm : undefined} /> : null}
      {plan ? (
        <PlanTabs
          scope={scope}
          file={state.file}
          choices={choices}
          plan={plan}
          decisions={state.decisions}
          moved={state.moved}
          dispatch={dispatch}
        />
      ) : (
        failure === null && <Loading label={t("import.rechecking")} />
      )}
    </FlowStep>
  );
}

/** Tells whether there is code that was not read yet. */
function isReviewDue(plan: Plan, { reviewed }: Decisions): boolean {
  return codeToReview(plan).some((item) => !reviewed.has(itemKey(item)));
}

const OUTCOMES = ["new", "reference-update", "unchanged", "deselected"] as const;

/** Writes how many items have each outcome, without the outcomes that have none. */
function summaryText({ summary }: Plan, t: TFunction): string {
  const parts = OUTCOMES.map((outcome) => ({ outcome, count: summary[outcome] ?? 0 }));
  return parts
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => t(`outcome.${outcome}`, { count }))
    .join(" · ");
}

type NoteProps = { plan: Plan | undefined; isChecking: boolean; isApplying: boolean };

/** What is going on, what is in the way, else what the import will do. */
function Note({ plan, isChecking, isApplying }: NoteProps) {
  const { t } = useTranslation();
  const problems = plan && !isChecking ? countProblems(plan) : 0;
  const words = () => {
    if (isApplying) return t("import.applying");
    if (isChecking) return t("import.rechecking");
    if (problems > 0) return t("import.problemsLeft", { count: problems });
    return plan ? summaryText(plan, t) : null;
  };
  return (
    <span role="status" className={problems > 0 ? "problems-left" : ""}>
      {words()}
    </span>
  );
}
