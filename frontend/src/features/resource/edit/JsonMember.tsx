import { type Dispatch, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/ui/CodeEditor";
import { FaultWords } from "./controls";
import { type Change, type Draft, readObject } from "./draft";

type Props = { draft: Draft; dispatch: Dispatch<Change>; member: string; label: string };

/** One member of an entry as JSON. */
export function JsonMember({ draft, dispatch, member, label }: Props) {
  const { t } = useTranslation();
  const faultId = useId();
  const [text] = useState(() => JSON.stringify(draft.entry[member] ?? {}, null, 2));
  const read = (changed: string) => {
    const found = readObject(changed);
    if ("value" in found) dispatch({ type: "set", member, value: found.value });
    else dispatch({ type: "misread", member, message: t("edit.notJson", { fault: found.fault }) });
  };
  return (
    <div data-place={member}>
      <CodeEditor label={label} language="json" text={text} onChange={read} describedBy={faultId} />
      <FaultWords id={faultId} fault={draft.misread.get(member) ?? draft.faults.get(member)} />
    </div>
  );
}
