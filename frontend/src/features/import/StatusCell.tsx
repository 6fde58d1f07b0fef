import { Checkbox, Flex, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Choices, PlanItem } from "@/api/types";
import { IssueList } from "@/ui/IssueList";
import { PathOfReasons } from "@/ui/PathOfReasons";
import { STATUS_LOOKS } from "./labels";
import { hasChanges, isOlder } from "./planView";
import { Warnings } from "./Warnings";
import { WhatChanges } from "./WhatChanges";

type Props = {
  scope: Scope;
  file: File;
  choices: Choices;
  item: PlanItem;
  /** How many items of the file are older than here: they are all taken, or none is. */
  olderCount: number;
  allowOlder: boolean;
  onAllowOlder: (allowOlder: boolean) => void;
};

/** What would be done with an item, and every issue it has. */
export function StatusCell({ item, olderCount, allowOlder, onAllowOlder, ...about }: Props) {
  const { t } = useTranslation();
  const { status, selected, because, issues } = item;
  return (
    <Flex vertical gap={4} align="start">
      <Flex gap={8} wrap>
        <Tag variant="outlined" color={selected ? STATUS_LOOKS[status].colour : "default"}>
          {t(`status.${status}`)}
        </Tag>
        {selected ? null : <Tag variant="outlined">{t("status.deselected")}</Tag>}
      </Flex>
      {selected && because.length > 0 ? (
        <span className="item-because">
          {t("import.neededBy")} <PathOfReasons because={because} />
        </span>
      ) : null}
      <Issues issues={issues} />
      {isOlder(item) ? (
        <Checkbox checked={allowOlder} onChange={(event) => onAllowOlder(event.target.checked)}>
          {t("import.takeOlder", { count: olderCount })}
        </Checkbox>
      ) : null}
      {hasChanges(item) ? <WhatChanges {...about} item={item} /> : null}
    </Flex>
  );
}

/** What each copied Projection is told: in full in every row, it would be all that one sees. */
const ROUTINE = "source-topic";

/** Errors in full; what only warns is folded when there is more than one of it, or is routine. */
function Issues({ issues }: { issues: PlanItem["issues"] }) {
  const errors = issues.filter(({ severity }) => severity === "error");
  const others = issues.filter(({ severity }) => severity !== "error");
  return (
    <>
      <IssueList issues={errors} />
      <Warnings issues={others} shown={others[0]?.code === ROUTINE ? 0 : 1} />
    </>
  );
}
