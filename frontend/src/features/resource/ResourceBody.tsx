import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Resource } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { CastFunctionCard } from "./CastFunctionCard";
import { CollectionCards } from "./CollectionCards";
import { Description } from "./Description";
import { ErSchemaCard } from "./ErSchemaCard";
import { textOf } from "./entry";
import { LinksCard } from "./LinksCard";

type Props = { scope: Scope; resource: Resource; projections: ReactNode };

/** The read view of a resource, by its kind. */
export function ResourceBody({ scope, resource, projections }: Props) {
  const description = textOf(resource.entry, "description");
  return (
    <>
      {description ? <Description text={description} /> : null}
      <Parts scope={scope} resource={resource} projections={projections} />
      {resource.kind === "system" ? null : <Links scope={scope} resource={resource} />}
    </>
  );
}

/** A system has none but its projections, which it lists anyway. */
function Links({ scope, resource: { uses, usedBy } }: Omit<Props, "projections">) {
  const { t } = useTranslation();
  return (
    <>
      <LinksCard title={t("resource.uses")} none={t("resource.usesNothing")} scope={scope} resources={uses} />
      <LinksCard
        title={t("resource.usedBy")}
        none={t("resource.usedByNobody")}
        scope={scope}
        resources={usedBy}
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
