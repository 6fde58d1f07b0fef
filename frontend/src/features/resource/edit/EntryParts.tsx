import { type Dispatch, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Resource } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { stringOf } from "../entry";
import { CastFunctionForm } from "./CastFunctionForm";
import { FaultWords, useFaults } from "./controls";
import type { Change, Draft } from "./draft";
import { EndpointsTable } from "./EndpointsTable";
import { ErSchemaForm } from "./ErSchemaForm";
import { FieldsTable } from "./FieldsTable";
import { IndexesTable } from "./IndexesTable";
import { TopicsForm } from "./TopicsForm";

type Props = { scope: Scope; resource: Resource; draft: Draft; dispatch: Dispatch<Change> };

/** The form of an entry, by its kind. */
export function EntryParts(props: Props) {
  return (
    <>
      <Description {...props} />
      <Parts {...props} />
    </>
  );
}

function Parts({ scope, resource, draft, dispatch }: Props) {
  const { kind } = resource;
  const shared = { draft, dispatch };
  switch (kind) {
    case "system":
      return null;
    case "projection":
      return (
        <>
          <FieldsTable {...shared} scope={scope} hasCasts />
          <IndexesTable {...shared} kind={kind} />
          <TopicsForm {...shared} />
        </>
      );
    case "singleView":
      return (
        <>
          <FieldsTable {...shared} scope={scope} hasCasts={false} />
          <IndexesTable {...shared} kind={kind} />
          <EndpointsTable {...shared} />
        </>
      );
    case "erSchema":
      return <ErSchemaForm {...shared} uses={resource.uses} />;
    case "castFunction":
      return <CastFunctionForm {...shared} />;
  }
}

function Description({ draft, dispatch }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const faults = draft.faults.get("description");
  const { id: faultId, said } = useFaults(faults);
  return (
    <Panel>
      <div data-place="description">
        <label htmlFor={id}>{t("column.description")}</label>
        <textarea
          id={id}
          className="control"
          {...said}
          rows={2}
          value={stringOf(draft.entry.description)}
          onChange={({ target }) => dispatch({ type: "set", member: "description", value: target.value })}
        />
        <FaultWords id={faultId} faults={faults} />
      </div>
    </Panel>
  );
}
