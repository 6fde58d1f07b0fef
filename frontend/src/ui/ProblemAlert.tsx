import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { type ProblemCode, toProblem } from "@/api/problem";
import { FaultList } from "./FaultList";
import { problemWords } from "./problemWords";
import { Words } from "./Words";

/** What may go well the next time, without anything being changed. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  "network",
  "busy",
  "storage-unavailable",
  "internal",
  "unexpected",
]);

type Props = { error: unknown; onRetry?: () => void };

/** Shows a failed request: what happened, every fault and where it is, and the way out. */
export function ProblemAlert({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const problem = toProblem(error);
  const { title, detail, wayOut } = problemWords(problem, t);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          {problem.faults.length > 0 ? <FaultList faults={problem.faults} /> : null}
          {problem.faults.length === 0 && detail ? (
            <p>
              <Words text={detail} />
            </p>
          ) : null}
          <p className="way-out">{wayOut}</p>
        </>
      }
      action={
        onRetry && PASSING.has(problem.code) ? (
          <Button size="small" onClick={onRetry}>
            {t("action.retry")}
          </Button>
        ) : null
      }
    />
  );
}
