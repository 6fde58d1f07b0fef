import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Entry } from "@/api/types";
import { endpointsOf, indexesOf, topicsOf } from "./entry";
import { FieldsCard } from "./FieldsCard";
import { PartsCard } from "./PartsCard";

type Props = { scope: Scope; entry: Entry; kind: "projection" | "singleView" };

/** What a projection or a Single View consists of. */
export function CollectionCards({ scope, entry, kind }: Props) {
  return (
    <>
      <FieldsCard scope={scope} entry={entry} />
      <IndexesCard entry={entry} />
      {kind === "projection" ? <TopicsCard entry={entry} /> : <EndpointsCard entry={entry} />}
    </>
  );
}

function IndexesCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <PartsCard
      title={t("column.indexes")}
      rows={indexesOf(entry)}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", title: t("column.name"), render: ({ name }) => <code>{name}</code> },
        { key: "type", title: t("field.type"), render: ({ type }) => type },
        {
          key: "unique",
          title: t("field.unique"),
          render: ({ isUnique }) => t(isUnique ? "field.yes" : "field.no"),
        },
        { key: "fields", title: t("column.fields"), render: ({ fields }) => <code>{fields}</code> },
      ]}
    />
  );
}

function TopicsCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <PartsCard
      title={t("resource.topics")}
      rows={topicsOf(entry)}
      rowKey={({ use }) => use}
      columns={[
        { key: "use", title: t("resource.topicUse"), width: "30%", render: ({ use }) => use },
        { key: "name", title: t("resource.topicName"), render: ({ name }) => <code>{name}</code> },
      ]}
    />
  );
}

function EndpointsCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <PartsCard
      title={t("resource.endpoints")}
      rows={endpointsOf(entry)}
      rowKey={({ basePath }) => basePath}
      columns={[
        { key: "path", title: t("resource.basePath"), render: ({ basePath }) => <code>{basePath}</code> },
        { key: "state", title: t("resource.defaultState"), render: ({ defaultState }) => defaultState },
      ]}
    />
  );
}
