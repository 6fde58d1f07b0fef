import { type Dispatch, useId, useState } from "react";
import { CodeEditor } from "@/ui/CodeEditor";
import { FaultWords } from "./controls";
import { type Change, type Draft, readObject } from "./draft";

type Props = { draft: Draft; dispatch: Dispatch<Change>; member: string; label: string };

/** One member of an entry as JSON. */
export function JsonMember({ draft, dispatch, member, label }: Props) {
  const faultId = useId();
  const [text] = useState(() => JSON.stringify(draft.entry[member] ?? {}, null, 2));
  const read = (changed: string) => {
    const found = readObject(changed);
    if ("value" in found) dispatch({ type: "set", member, value: found.value });
    else dispatch({ type: "misread", member, why: found.why });
  };
  return (
    <div data-place={member}>
      <CodeEditor label={label} language="json" text={text} onChange={read} describedBy={faultId} />
      <FaultWords id={faultId} faults={draft.faults.get(member)} misread={draft.misread.get(member)} />
    </div>
  );
}
