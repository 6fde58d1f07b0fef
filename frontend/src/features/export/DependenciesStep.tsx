import { CheckCircleFilled, PlusCircleFilled, StopFilled } from "@ant-design/icons";
import { Alert, Flex } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isKind } from "@/api/kinds";
import type { ExportPreview, Related } from "@/api/types";
import { type Column, DataTable } from "@/ui/DataTable";
import { IssueList } from "@/ui/IssueList";
import { KindIcon } from "@/ui/KindIcon";
import { PathOfReasons } from "@/ui/PathOfReasons";
import { usePaging } from "@/ui/usePaging";
import { otherIssues } from "./exportFlow";

type Row = { kind: string; name: string; rule: string; because: readonly Related[] };

/** All that the selection needs: what is in it already, what will be added and why, what cannot be. */
export function DependenciesStep({ preview }: { preview: ExportPreview }) {
  const { t } = useTranslation();
  const selected = preview.dependencies.filter((dependency) => dependency.selected);
  const staysBehind = preview.notExported.length;
  const added = preview.dependencies.filter((dependency) => !dependency.selected);
  const counts = [
    added.length > 0 ? t("dependencies.willBeAdded", { count: added.length }) : null,
    staysBehind > 0 ? t("dependencies.staysBehind", { count: staysBehind }) : null,
  ].filter((words) => words !== null);
  return (
    <Flex vertical gap={16}>
      <Alert
        type="info"
        showIcon
        role="note"
        title={t("dependencies.title")}
        description={
          <>
            <p>{t("dependencies.hint")}</p>
            {counts.length > 0 ? <strong>{counts.join(", ")}.</strong> : null}
          </>
        }
      />
      <Group
        icon={<StopFilled aria-hidden className="impossible" />}
        title={t("dependencies.notExported")}
        hint={t("dependencies.notExportedHint")}
        rows={preview.notExported}
      />
      <Group
        icon={<PlusCircleFilled aria-hidden className="added" />}
        title={t("dependencies.added")}
        rows={added}
      />
      <Group
        icon={<CheckCircleFilled aria-hidden className="present" />}
        title={t("dependencies.selected")}
        rows={selected}
      />
      <IssueList issues={otherIssues(preview)} />
    </Flex>
  );
}

type GroupProps = { icon: ReactNode; title: string; hint?: string; rows: readonly Row[] };

function Group({ icon, title, hint, rows }: GroupProps) {
  const { t } = useTranslation();
  const { shown, paging } = usePaging(rows, [50, 200]);
  if (rows.length === 0) return null;
  const columns: Column<Row>[] = [
    {
      key: "name",
      title: t("column.name"),
      width: "30%",
      render: ({ kind, name }) => (
        <span className="resource-name">
          <KindIcon kind={kind} /> {name}
        </span>
      ),
    },
    {
      key: "kind",
      title: t("column.kind"),
      width: "20%",
      render: ({ kind }) => t(`kind.${nameKind(kind)}`),
    },
    { key: "why", title: t("dependencies.why"), render: (row) => <Why row={row} /> },
  ];
  return (
    <div>
      <h2 className="group-title">
        {icon} {title} <span className="secondary">({t("list.number", { value: rows.length })})</span>
      </h2>
      {hint ? <p className="secondary">{hint}</p> : null}
      <DataTable
        label={title}
        rowKey={({ kind, name }) => `${kind}/${name}`}
        columns={columns}
        rows={shown}
        paging={paging}
      />
    </div>
  );
}

const RULES = ["projection-system", "projection-cast-function", "er-schema-node"] as const;

function Why({ row: { rule, because } }: { row: Row }) {
  const { t } = useTranslation();
  const known = RULES.find((each) => each === rule);
  return (
    <span>
      {known ? t(`dependencies.rule.${known}`) : rule} <PathOfReasons because={because} />
    </span>
  );
}

function nameKind(kind: string) {
  if (isKind(kind) || kind === "crudCollection") return kind;
  return "unknown";
}
