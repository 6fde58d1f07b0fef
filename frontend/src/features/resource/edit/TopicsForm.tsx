import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "@/ui/Panel";
import { isObject, textOf } from "../entry";
import { FaultWords } from "./controls";
import { type Change, type Draft, withPart } from "./draft";
import { NameControl } from "./NameControl";

const USES = ["ingestion", "prUpdate"];

/** The Kafka topics of a projection. */
export function TopicsForm({ draft, dispatch }: { draft: Draft; dispatch: Dispatch<Change> }) {
  const { t } = useTranslation();
  const topics = isObject(draft.entry.topics) ? draft.entry.topics : {};
  const uses = [...new Set([...Object.keys(topics), ...USES])];
  const topicOf = (use: string) => (isObject(topics[use]) ? topics[use] : {});
  const rename = (use: string, name: string) => {
    const topic = withPart(topicOf(use), "name", name);
    dispatch({ type: "set", member: "topics", value: withPart(topics, use, topic) });
  };
  return (
    <Panel title={t("resource.topics")}>
      <FaultWords faults={draft.faults.get("topics")} />
      <dl className="topics-form" data-place="topics">
        {uses.map((use) => (
          <div key={use}>
            <dt>{use}</dt>
            <dd>
              <NameControl
                label={t("edit.topic", { use })}
                value={textOf(topicOf(use), "name")}
                onChange={(name) => rename(use, name)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
