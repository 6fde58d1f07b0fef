import { SyncOutlined, WarningOutlined } from "@ant-design/icons";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isProblem } from "@/api/problem";
import { projectListQuery } from "@/api/projects";
import { resourceQuery } from "@/api/resources";
import { mayRead, type Scope } from "@/api/scope";
import type { Kind, Reference } from "@/api/types";
import { resourcePath } from "@/ui/paths";

type Props = { kind: Kind; reference: Reference };

/** Says that the source of a reference has changed since its export, to who may see the source. */
export function SourceState({ kind, reference }: Props) {
  const { t } = useTranslation();
  const source = useVisibleSource(reference);
  const found = useQuery({
    ...resourceQuery(source ?? NOWHERE, kind, reference.name),
    ...(source === null ? { queryFn: skipToken } : {}),
  });
  if (source !== null && isProblem(found.error, "not-found")) {
    return (
      <p className="source-state">
        <WarningOutlined aria-hidden /> {t("reference.sourceGone")}
      </p>
    );
  }
  if (source === null || !found.data || found.data.resource.digest === reference.digest) return null;
  return (
    <p className="source-state">
      <SyncOutlined aria-hidden /> {t("reference.sourceChanged")}{" "}
      <Link to={resourcePath(source, kind, reference.name)}>{t("reference.seeSource")}</Link>
    </p>
  );
}

const NOWHERE: Scope = { projectId: "", branch: "" };

/** The branch that a reference comes from, if it is one that the reader may see. */
function useVisibleSource({ source }: Reference): Scope | null {
  const { data } = useQuery(projectListQuery());
  const project = data?.items.find(
    ({ tenantId, projectId }) => tenantId === source.tenantId && projectId === source.projectId,
  );
  if (project === undefined || !mayRead(project, source.branch)) return null;
  return { projectId: source.projectId, branch: source.branch };
}
