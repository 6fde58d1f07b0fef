import type { TFunction } from "i18next";
import type { Sort } from "@/api/resources";
import type { Scope } from "@/api/scope";
import type { Kind, ResourceSummary } from "@/api/types";
import { formatTime } from "@/i18n/time";
import type { Column } from "@/ui/DataTable";
import { ResourceName } from "@/ui/ResourceName";

type ResourceColumn = Column<ResourceSummary>;
type Context = {
  kind: Kind;
  scope: Scope;
  t: TFunction;
  language: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
};

/** What the server counts in a resource of a kind, as columns. */
const COUNTS = {
  system: [],
  projection: ["fields", "indexes"],
  singleView: ["fields", "indexes"],
  erSchema: ["collections", "conditions"],
  castFunction: [],
} as const satisfies Record<Kind, readonly string[]>;

/** The columns of a list of resources of one kind. */
export function columnsOf({ kind, scope, t, language, sort, onSort }: Context): ResourceColumn[] {
  const sortBy = (order: Sort, direction: "ascending" | "descending") => ({
    direction,
    isActive: sort === order,
    onSort: () => onSort(order),
  });
  const counts = COUNTS[kind].map(
    (part): ResourceColumn => ({
      key: part,
      title: t(`column.${part}`),
      align: "right",
      width: 60,
      render: (summary) => t("list.number", { value: summary.counts[part] ?? 0 }),
    }),
  );
  return [
    {
      key: "name",
      title: t("column.name"),
      sort: sortBy("name", "ascending"),
      render: ({ name, reference }) => <ResourceName {...{ scope, kind, name, reference }} />,
    },
    ...(kind === "castFunction" ? functionColumns(t) : [descriptionColumn(t)]),
    ...counts,
    {
      key: "usedBy",
      // Only its projections use a system.
      title: t(kind === "system" ? "column.projections" : "column.usedBy"),
      align: "right",
      width: 60,
      render: ({ usedBy }) => t("list.number", { value: usedBy }),
    },
    {
      key: "updatedAt",
      title: t("column.updatedAt"),
      sort: sortBy("-updatedAt", "descending"),
      render: ({ updatedAt }) => <span className="nowrap">{formatTime(updatedAt, language, "short")}</span>,
    },
  ];
}

function descriptionColumn(t: TFunction): ResourceColumn {
  return {
    key: "description",
    title: t("column.description"),
    width: "60%",
    render: ({ description }) => <div className="list-description">{description}</div>,
  };
}

/** What a cast function returns, and whether it is a default one; few have a description. */
function functionColumns(t: TFunction): ResourceColumn[] {
  return [
    { key: "returns", title: t("castFunction.returnedType"), render: ({ dataType }) => dataType },
    { key: "type", title: t("column.kind"), render: ({ type }) => t(`castFunction.${type ?? "custom"}`) },
  ];
}
