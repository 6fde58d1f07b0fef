import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Resource } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { CastFunctionCard } from "./CastFunctionCard";
import { CollectionCards } from "./CollectionCards";
import { ErSchemaCard } from "./ErSchemaCard";
import { textOf } from "./entry";
import { LinksCard } from "./LinksCard";

type Props = { scope: Scope; resource: Resource; projections: ReactNode };

/** The read view of a resource, by its kind. */
export function ResourceBody({ scope, resource, projections }: Props) {
  const { t } = useTranslation();
  const description = textOf(resource.entry, "description");
  return (
    <>
      {description ? <p className="description">{description}</p> : null}
      <Parts scope={scope} resource={resource} projections={projections} />
      <LinksCard
        title={t("resource.uses")}
        none={t("resource.usesNothing")}
        scope={scope}
        resources={resource.uses}
      />
      <LinksCard
        title={t("resource.usedBy")}
        none={t("resource.usedByNobody")}
        scope={scope}
        resources={resource.usedBy}
      />
    </>
  );
}

function Parts({ scope, resource: { kind, entry, uses }, projections }: Props) {
  const { t } = useTranslation();
  switch (kind) {
    case "system":
      return <Panel title={t("kindPlural.projection")}>{projections}</Panel>;
    case "projection":
    case "singleView":
      return <CollectionCards scope={scope} entry={entry} kind={kind} />;
    case "erSchema":
      return <ErSchemaCard scope={scope} entry={entry} uses={uses} />;
    case "castFunction":
      return <CastFunctionCard entry={entry} />;
  }
}
