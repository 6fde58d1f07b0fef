import { type Dispatch, useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import type { ResourceKey } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { ErDiagramView } from "../er/ErDiagramView";
import type { Change, Draft } from "./draft";
import { JsonMember } from "./JsonMember";

type Props = { draft: Draft; dispatch: Dispatch<Change>; uses: readonly ResourceKey[] };

/** An ER schema as JSON, with the diagram that it makes beside it. */
export function ErSchemaForm({ draft, dispatch, uses }: Props) {
  const { t } = useTranslation();
  // Letters come first, then what they draw.
  const entry = useDeferredValue(draft.entry);
  const isOld = draft.misread.has("erSchema");
  return (
    <Panel title={t("kind.erSchema")}>
      <div className="er-edit">
        <JsonMember draft={draft} dispatch={dispatch} member="erSchema" label={t("erSchema.json")} />
        <div className={isOld ? "er-draft er-old" : "er-draft"}>
          <ErDiagramView label={t("erSchema.draftLabel")} entry={entry} uses={uses} />
          <p className="er-note" role="status">
            {isOld ? t("erSchema.old") : null}
          </p>
        </div>
      </div>
    </Panel>
  );
}
