import { type Dispatch, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/ui/CodeEditor";
import { Panel } from "@/ui/Panel";
import { FaultWords } from "./controls";
import { type Change, type Draft, entryOf, readObject } from "./draft";

type Props = { draft: Draft; dispatch: Dispatch<Change> };

/** The whole entry as JSON, also what the form has no place for. */
export function EntryJson({ draft, dispatch }: Props) {
  const { t } = useTranslation();
  const faultId = useId();
  const [text] = useState(() => JSON.stringify(entryOf(draft), null, 2));
  const read = (changed: string) => {
    const found = readObject(changed);
    if ("value" in found) dispatch({ type: "replace", entry: found.value });
    else dispatch({ type: "misread", member: "", why: found.why });
  };
  return (
    <Panel title={t("resource.entry")}>
      <div data-place="">
        <CodeEditor
          label={t("resource.entry")}
          language="json"
          text={text}
          onChange={read}
          describedBy={faultId}
        />
        <FaultWords id={faultId} misread={draft.misread.get("")} />
      </div>
    </Panel>
  );
}
