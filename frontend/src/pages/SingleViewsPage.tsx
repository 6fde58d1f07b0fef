import { ProfileOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { ResourceTable } from "@/features/browse/ResourceTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { useImportExport } from "./ImportExport";
import { useScope } from "./useScope";

/** The Single Views of a branch. */
export function SingleViewsPage() {
  const { t } = useTranslation();
  const { scope, project } = useScope();
  const { menu, importButton, dialog } = useImportExport();
  const title = t("kindPlural.singleView");
  const empty = (
    <EmptyState
      icon={<ProfileOutlined aria-hidden />}
      title={t("empty.singleViews")}
      description={t(importButton ? "empty.singleViewsHint" : "empty.featureOff")}
    >
      {importButton}
    </EmptyState>
  );
  return (
    <>
      <PageHeader title={title} project={project} actions={menu} />
      <Panel>
        <ResourceTable scope={scope} kind="singleView" label={title} empty={empty} />
      </Panel>
      {dialog}
    </>
  );
}
