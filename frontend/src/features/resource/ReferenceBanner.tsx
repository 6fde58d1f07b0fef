import "./ReferenceBanner.css";
import { LinkOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Scope } from "@/api/scope";
import type { Reference, Resource } from "@/api/types";
import { formatTime } from "@/i18n/time";
import { Facts } from "@/ui/Facts";
import { resourcePath } from "@/ui/paths";
import { SourceState } from "./SourceState";

type Props = { scope: Scope; resource: Resource; reference: Reference };

/** Where a reference comes from, what that means here, and whether its source has changed since. */
export function ReferenceBanner({ scope, resource: { kind, name, system }, reference }: Props) {
  const { t, i18n } = useTranslation();
  const { source, exportedAt, importedAt } = reference;
  const facts = [
    { label: t("reference.sourceProject"), value: source.projectName },
    { label: t("reference.branch"), value: source.branch },
    { label: t("reference.exportedAt"), value: formatTime(exportedAt, i18n.language) },
    { label: t("reference.importedAt"), value: formatTime(importedAt, i18n.language) },
    ...(reference.name === name ? [] : [{ label: t("reference.sourceName"), value: reference.name }]),
  ];
  return (
    <aside className="reference-banner" aria-label={t("reference.tag")}>
      <h2>
        <LinkOutlined aria-hidden /> {t("resource.readOnlyTitle")}
      </h2>
      <Facts facts={facts} />
      {kind === "projection" && system ? (
        <p>
          {t("resource.readOnlyPartHint")} <Link to={resourcePath(scope, "system", system)}>{system}</Link>
        </p>
      ) : (
        <p>{t("resource.readOnlyHint")}</p>
      )}
      <SourceState kind={kind} reference={reference} />
    </aside>
  );
}
