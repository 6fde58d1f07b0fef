import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Flex } from "antd";
import { type Dispatch, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { BusyButton } from "@/ui/BusyButton";
import { FlowStep } from "@/ui/FlowStep";
import { Loading } from "@/ui/Loading";
import { Pages } from "@/ui/Pages";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { usePaging } from "@/ui/usePaging";
import type { ImportAction, ImportState } from "./importFlow";
import { comparisonQuery } from "./importQueries";
import { codeToReview, itemKey } from "./planView";
import { ReviewedFunction } from "./ReviewedFunction";
import { useConfirm, usePlan } from "./usePlan";
import { useUnseen } from "./useUnseen";

type State = Extract<ImportState, { step: "review" }>;
type Props = { scope: Scope; state: State; dispatch: Dispatch<ImportAction> };

/** Reading the code that the import would bring, before it is confirmed. */
export function ReviewStep({ scope, state, dispatch }: Props) {
  const { t } = useTranslation();
  const { plan, choices, canConfirm: isPossible, failure } = usePlan(scope, state);
  const { confirm, isPending, error: refusal } = useConfirm(scope, state, dispatch);
  const [isRead, setRead] = useState(false);
  const functions = plan ? codeToReview(plan) : [];
  const { shown, paging } = usePaging(functions, [10, 50]);
  const comparisons = useQuery({
    ...comparisonQuery(scope, state.file, choices, shown),
    enabled: shown.length > 0,
  });
  const { unseen, keepPage } = useUnseen(functions.map(itemKey), shown.map(itemKey), comparisons.isSuccess);
  const turn: typeof paging.onChange = (page, size) => {
    keepPage();
    paging.onChange(page, size);
  };
  const canConfirm = isPossible && isRead && unseen === 0;
  const onConfirm = () => {
    if (plan === undefined) return;
    dispatch({ type: "reviewed", keys: functions.map(itemKey) });
    confirm(plan, choices);
  };
  const note = (
    <>
      <Checkbox
        checked={isRead}
        disabled={isPending || unseen > 0}
        onChange={(event) => setRead(event.target.checked)}
      >
        {t("review.done", { count: functions.length })}
      </Checkbox>
      <span role="status">
        {isPending ? t("import.applying") : null}
        {comparisons.isSuccess && unseen > 0 ? t("review.unseen", { count: unseen }) : null}
      </span>
    </>
  );
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
      <Flex vertical gap={16}>
        <h2 className="review-title">{t("review.title", { count: functions.length })}</h2>
        <Alert type="info" showIcon role="note" title={t("review.hint")} />
        {failure ? <ProblemAlert {...failure} /> : null}
        {refusal ? <ProblemAlert error={refusal} onRetry={canConfirm ? onConfirm : undefined} /> : null}
        {comparisons.isError ? (
          <ProblemAlert error={comparisons.error} onRetry={() => void comparisons.refetch()} />
        ) : null}
        {comparisons.isPending && failure === null ? <Loading /> : null}
        {comparisons.data?.items.map((comparison) => (
          <ReviewedFunction key={comparison.name} comparison={comparison} />
        ))}
        {paging.total > paging.size ? <Pages {...paging} onChange={turn} /> : null}
      </Flex>
    </FlowStep>
  );
}
