import { CheckCircleFilled, DownloadOutlined, InfoCircleFilled, UndoOutlined } from "@ant-design/icons";
import { Alert, Button, Flex } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { isKind } from "@/api/kinds";
import type { Scope } from "@/api/scope";
import { useUndo } from "@/api/transfers";
import type { ChecklistEntry, Receipt } from "@/api/types";
import { BusyButton } from "@/ui/BusyButton";
import { FlowStep } from "@/ui/FlowStep";
import { KeptList } from "@/ui/KeptList";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { ReceiptDetails } from "@/ui/ReceiptDetails";
import { ResourceName } from "@/ui/ResourceName";
import { saveReceipt } from "@/ui/receiptFile";
import { checklistText } from "./checklistText";
import type { ImportState } from "./importFlow";
import { Warnings } from "./Warnings";

type State = Extract<ImportState, { step: "result" }>;
type Props = { scope: Scope; state: State; onClose: () => void };

/** What the import did, what is left to do by hand, and the way back. */
export function ResultStep({ scope, state, onClose }: Props) {
  const { t } = useTranslation();
  const undo = useUndo(scope.projectId);
  const { receipt } = state;
  const id = receipt.transferId;
  const note =
    id === null ? null : (
      <span className="flow-buttons">
        <BusyButton
          icon={<UndoOutlined aria-hidden />}
          isBusy={undo.isPending}
          doing={t("undo.doing")}
          disabled={undo.isSuccess}
          onClick={() => undo.mutate(id)}
        >
          {t("undo.action")}
        </BusyButton>
        <Button icon={<DownloadOutlined aria-hidden />} onClick={() => saveReceipt(receipt)}>
          {t("receipt.download")}
        </Button>
      </span>
    );
  const buttons = (
    <Button type="primary" disabled={undo.isPending} onClick={onClose}>
      {t("action.close")}
    </Button>
  );
  return (
    <FlowStep note={note} buttons={buttons}>
      <Flex vertical gap={16}>
        <Headline receipt={receipt} undone={undo.data} />
        {undo.isError ? <ProblemAlert error={undo.error} /> : null}
        {undo.isSuccess ? <Left kept={undo.data.kept} /> : <Done scope={scope} {...state} />}
      </Flex>
    </FlowStep>
  );
}

type HeadlineProps = { receipt: Receipt; undone: Receipt | undefined };

/** The last thing that happened, in one sentence. */
function Headline({ receipt, undone }: HeadlineProps) {
  const { t } = useTranslation();
  const isNothing = receipt.transferId === null;
  const { revisionAfter: revision, branch } = receipt;
  return (
    <Flex gap={12} align="center" role="status" className="result-title">
      {isNothing ? (
        <InfoCircleFilled className="result-info" />
      ) : (
        <CheckCircleFilled className="result-done" />
      )}
      {undone ? (
        <h2>{t("undo.done", { revision: undone.revisionAfter })}</h2>
      ) : (
        <div>
          <h2>{t(isNothing ? "result.nothing" : "result.done")}</h2>
          <span>{isNothing ? t("result.nothingHint") : t("result.doneHint", { revision, branch })}</span>
        </div>
      )}
    </Flex>
  );
}

/** What an undo could not take back; nothing else of the import is true any more. */
function Left({ kept }: Pick<Receipt, "kept">) {
  if (kept.length === 0) return null;
  return <Alert type="warning" showIcon role="note" title={<KeptList kept={kept} />} />;
}

type DoneProps = Pick<State, "receipt" | "checklist"> & { scope: Scope };

/** What came of each item, what to mind, and what is left to do. */
function Done({ scope, receipt, checklist }: DoneProps) {
  return (
    <>
      <Warnings issues={receipt.warnings} shown={3} />
      <div className="result-columns">
        <div>
          <ReceiptDetails scope={scope} receipt={receipt} />
        </div>
        {receipt.transferId === null || checklist.length === 0 ? null : (
          <Checklist scope={scope} entries={checklist} />
        )}
      </div>
    </>
  );
}

const SHOWN = 30;

function Checklist({ scope, entries }: { scope: Scope; entries: readonly ChecklistEntry[] }) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <aside className="result-aside" aria-labelledby={title}>
      <h3 id={title}>{t("result.checklist")}</h3>
      <ul className="checklist">
        {entries.map((entry) => (
          <li key={`${entry.code} ${entry.message}`}>
            {checklistText(entry)}
            <Flex gap="0 12px" wrap>
              {entry.related
                .slice(0, SHOWN)
                .map(({ kind, name }) =>
                  isKind(kind) ? <ResourceName key={name} scope={scope} kind={kind} name={name} /> : null,
                )}
              {entry.related.length > SHOWN ? t("list.more", { count: entry.related.length - SHOWN }) : null}
            </Flex>
          </li>
        ))}
      </ul>
    </aside>
  );
}
