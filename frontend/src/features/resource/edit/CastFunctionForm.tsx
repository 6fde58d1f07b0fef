import { type Dispatch, useId } from "react";
import { useTranslation } from "react-i18next";
import { dataTypeValues } from "@/api/schema.gen";
import { CodeEditor } from "@/ui/CodeEditor";
import { Panel } from "@/ui/Panel";
import { stringOf } from "../entry";
import { FaultWords, SelectControl } from "./controls";
import type { Change, Draft } from "./draft";

/** What a cast function returns, and its code. */
export function CastFunctionForm({ draft, dispatch }: { draft: Draft; dispatch: Dispatch<Change> }) {
  const { t } = useTranslation();
  const faultId = useId();
  const set = (member: string) => (value: string) => dispatch({ type: "set", member, value });
  return (
    <Panel title={t("castFunction.code")}>
      <div className="returned-type" data-place="dataType">
        <span aria-hidden>{t("castFunction.returnedType")}</span>
        <SelectControl
          label={t("castFunction.returnedType")}
          value={stringOf(draft.entry.dataType)}
          choices={dataTypeValues}
          faults={draft.faults.get("dataType")}
          onChange={set("dataType")}
        />
      </div>
      <div data-place="casting">
        <CodeEditor
          label={t("castFunction.code")}
          language="javascript"
          text={stringOf(draft.entry.casting)}
          onChange={set("casting")}
          describedBy={faultId}
        />
        <FaultWords id={faultId} faults={draft.faults.get("casting")} />
      </div>
    </Panel>
  );
}
