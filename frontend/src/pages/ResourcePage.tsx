import { useSuspenseQuery } from "@tanstack/react-query";
import { Breadcrumb, Flex, message } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { isProblem } from "@/api/problem";
import { resourceQuery } from "@/api/resources";
import type { Scope } from "@/api/scope";
import type { Kind, Resource } from "@/api/types";
import { ResourceTable } from "@/features/browse/ResourceTable";
import { EntryForm } from "@/features/resource/edit/EntryForm";
import { ReferenceBanner } from "@/features/resource/ReferenceBanner";
import { ResourceActions } from "@/features/resource/ResourceActions";
import { ResourceBody } from "@/features/resource/ResourceBody";
import { PageHeader } from "@/ui/PageHeader";
import { listPath, resourcePath } from "@/ui/paths";
import { ReferenceTag } from "@/ui/ReferenceTag";
import { useScope } from "./useScope";

/** The page of one resource: read and edit what is owned, read only what is a reference. */
export function ResourcePage({ kind }: { kind: Kind }) {
  const { name = "" } = useParams();
  const { scope } = useScope();
  // Another resource is another page: nothing of what was being edited stays.
  return <ResourceView key={`${scope.branch} ${kind} ${name}`} kind={kind} name={name} />;
}

function ResourceView({ kind, name }: { kind: Kind; name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { scope, project, rights } = useScope();
  const { data, error } = useSuspenseQuery(resourceQuery(scope, kind, name));
  const { resource, etag } = data;
  const [toast, toastPlace] = message.useMessage();
  const [shown, setShown] = useState<"opened" | "edited" | "back">("opened");
  const isEditing = shown === "edited";
  // It is gone since it was looked at. What was typed stays in view, and saving it says so.
  if (!isEditing && isProblem(error, "not-found")) throw error;
  const close = () => setShown("back");
  const actions = isEditing ? null : (
    <ResourceActions
      scope={scope}
      resource={resource}
      reason={rights.write}
      isBack={shown === "back"}
      onEdit={() => setShown("edited")}
      onDeleted={() => void navigate(parentPath(scope, resource), { replace: true })}
    />
  );
  const projections = (
    <ResourceTable scope={scope} kind="projection" system={name} label={t("kindPlural.projection")} />
  );
  return (
    <>
      {toastPlace}
      <PageHeader
        title={name}
        project={project}
        tag={resource.reference ? <ReferenceTag origin={resource.reference} /> : null}
        trail={<Trail scope={scope} resource={resource} />}
        actions={actions}
      />
      <Flex vertical gap={16}>
        {resource.reference ? (
          <ReferenceBanner scope={scope} resource={resource} reference={resource.reference} />
        ) : null}
        {isEditing ? (
          <EntryForm
            scope={scope}
            resource={resource}
            etag={etag}
            onClose={close}
            onSaved={() => {
              close();
              void toast.success(t("edit.saved"));
            }}
          />
        ) : (
          <ResourceBody scope={scope} resource={resource} projections={projections} />
        )}
      </Flex>
    </>
  );
}

function parentPath(scope: Scope, { kind, system }: Resource): string {
  return kind === "projection" && system ? resourcePath(scope, "system", system) : listPath(scope, kind);
}

function Trail({ scope, resource }: { scope: Scope; resource: Resource }) {
  const { t } = useTranslation();
  const { kind, system } = resource;
  const list = kind === "projection" ? "system" : kind;
  const items = [{ title: <Link to={listPath(scope, list)}>{t(`kindPlural.${list}`)}</Link> }];
  if (system) items.push({ title: <Link to={resourcePath(scope, "system", system)}>{system}</Link> });
  return <Breadcrumb items={[...items, { title: resource.name }]} />;
}
