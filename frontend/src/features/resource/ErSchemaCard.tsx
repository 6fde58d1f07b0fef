import { Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Scope } from "@/api/scope";
import type { Entry, Resource } from "@/api/types";
import { CodeEditor } from "@/ui/CodeEditor";
import { Panel } from "@/ui/Panel";
import { nodesOf } from "./entry";
import { ErDiagramView } from "./er/ErDiagramView";
import { RelationTable } from "./RelationTable";

type Props = { scope: Scope; entry: Entry; uses: Resource["uses"] };

const VIEWS = ["diagram", "json"] as const;

/** An ER schema, as a diagram with its relations in a table, and as JSON; which one is in the address. */
export function ErSchemaCard({ scope, entry, uses }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const active = VIEWS.find((view) => view === search.get("view")) ?? "diagram";
  const text = JSON.stringify(entry.erSchema ?? {}, null, 2);
  return (
    <Panel>
      <Tabs
        activeKey={active}
        onChange={(view) => setSearch({ branch: scope.branch, view })}
        destroyOnHidden
        items={[
          {
            key: "diagram",
            label: t("erSchema.diagram"),
            children: <Diagram scope={scope} entry={entry} uses={uses} />,
          },
          {
            key: "json",
            label: t("erSchema.json"),
            children: <CodeEditor key={text} label={t("erSchema.json")} language="json" text={text} />,
          },
        ]}
      />
    </Panel>
  );
}

function Diagram({ scope, entry, uses }: Props) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<string | null>(null);
  const { length: count } = nodesOf(entry);
  return (
    <>
      <ErDiagramView label={t("erSchema.diagramLabel")} entry={entry} uses={uses} onSelect={setSelected} />
      {count === 0 ? null : (
        <>
          <div className="er-selected" role="status">
            {selected === null
              ? t("erSchema.collections", { count })
              : t("erSchema.relationsOf", { name: selected })}
          </div>
          <RelationTable scope={scope} entry={entry} uses={uses} of={selected} />
        </>
      )}
    </>
  );
}
