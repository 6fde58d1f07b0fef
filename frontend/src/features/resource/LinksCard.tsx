import { useTranslation } from "react-i18next";
import { isKind } from "@/api/kinds";
import type { Scope } from "@/api/scope";
import type { ResourceKey } from "@/api/types";
import { KindIcon } from "@/ui/KindIcon";
import { Panel } from "@/ui/Panel";
import { ResourceName } from "@/ui/ResourceName";

type Props = { title: string; none: string; scope: Scope; resources: readonly ResourceKey[] };

const SHOWN = 200;

/** Resources on the other side of a dependency, such as `Used by`. */
export function LinksCard({ title, none, scope, resources }: Props) {
  const { t } = useTranslation();
  if (resources.length === 0) {
    return (
      <Panel title={title}>
        <p className="secondary">{none}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title} extra={t("list.total", { count: resources.length })}>
      <ul className="linked-resources">
        {resources.slice(0, SHOWN).map(({ kind, name }) => (
          <li key={`${kind}/${name}`}>
            <KindIcon kind={kind} />{" "}
            {isKind(kind) ? <ResourceName scope={scope} kind={kind} name={name} /> : name}
          </li>
        ))}
      </ul>
      {resources.length > SHOWN ? <p>{t("list.more", { count: resources.length - SHOWN })}</p> : null}
    </Panel>
  );
}
