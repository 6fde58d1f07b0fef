import { useTranslation } from "react-i18next";
import { TransferTable } from "@/features/transfers/TransferTable";
import { PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { useScope } from "./useScope";

/** The history of exports, imports and undos. */
export function TransfersPage() {
  const { t } = useTranslation();
  const { scope, project, rights } = useScope();
  return (
    <>
      <PageHeader title={t("nav.transfers")} project={project} />
      <Panel>
        <TransferTable scope={scope} undoReason={rights.import} />
      </Panel>
    </>
  );
}
