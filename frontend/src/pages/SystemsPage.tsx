import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { PATHS } from "@/api/kinds";
import { ResourceTable } from "@/features/browse/ResourceTable";
import { EmptyState } from "@/ui/EmptyState";
import { KindIcon } from "@/ui/KindIcon";
import { PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { useImportExport } from "./ImportExport";
import { useScope } from "./useScope";

const TABS = ["system", "erSchema", "castFunction"] as const;

/** Systems of Record, ER schemas and cast functions, each in its tab. */
export function SystemsPage() {
  const { t } = useTranslation();
  const { scope, project } = useScope();
  const { menu, importButton, dialog } = useImportExport();
  const [search, setSearch] = useSearchParams();
  const active = TABS.find((kind) => PATHS[kind] === search.get("tab")) ?? "system";
  const empty = (kind: (typeof TABS)[number]) => (
    <EmptyState
      icon={<KindIcon kind={kind} />}
      title={t(`empty.${kind}`)}
      description={t(importButton ? `empty.${kind}Hint` : "empty.featureOff")}
    >
      {importButton}
    </EmptyState>
  );
  return (
    <>
      <PageHeader title={t("kindPlural.system")} project={project} actions={menu} />
      <Panel>
        <Tabs
          activeKey={PATHS[active]}
          onChange={(tab) => setSearch({ branch: scope.branch, tab })}
          destroyOnHidden
          items={TABS.map((kind) => ({
            key: PATHS[kind],
            label: t(`kindPlural.${kind}`),
            children: (
              <ResourceTable scope={scope} kind={kind} label={t(`kindPlural.${kind}`)} empty={empty(kind)} />
            ),
          }))}
        />
      </Panel>
      {dialog}
    </>
  );
}
