import { Alert, Flex, Tabs } from "antd";
import { type Dispatch, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Choices, Plan } from "@/api/types";
import { CountBadge } from "@/ui/CountBadge";
import { IssueList } from "@/ui/IssueList";
import { ItemTable } from "./ItemTable";
import type { Decisions, ImportAction } from "./importFlow";
import { NothingShown } from "./NothingShown";
import { PlanTools } from "./PlanTools";
import {
  type Filter,
  firstKind,
  isMixed,
  isOlder,
  itemKey,
  kindsOf,
  type Move,
  shownItems,
  systemNames,
  withProjections,
} from "./planView";
import { StaleAlert } from "./StaleAlert";

type Props = {
  scope: Scope;
  file: File;
  choices: Choices;
  plan: Plan;
  decisions: Decisions;
  moved: readonly Move[] | null;
  dispatch: Dispatch<ImportAction>;
};

/** Every item of the file with its status, in tabs; what can be chosen and changed beside it. */
export function PlanTabs({ plan, decisions, moved, dispatch, ...about }: Props) {
  const { t } = useTranslation();
  const kinds = useMemo(() => kindsOf(plan), [plan]);
  const systems = useMemo(() => systemNames(plan), [plan]);
  const [tab, setTab] = useState<string | undefined>(() => firstKind(kinds));
  const [filter, setFilter] = useState<Filter>({ search: "", onlyProblems: false, onlyChanges: false });
  const hasBoth = useMemo(() => isMixed(plan), [plan]);
  const all = useMemo(() => plan.items.map(itemKey), [plan.items]);
  const olderCount = useMemo(() => plan.items.filter(isOlder).length, [plan.items]);
  return (
    <Flex vertical gap={12}>
      {moved ? <StaleAlert moved={moved} /> : null}
      <Alert type="warning" showIcon role="note" title={t("import.caution")} />
      <IssueList issues={plan.issues} />
      <PlanTools
        plan={plan}
        all={all}
        filter={filter}
        isMixed={hasBoth}
        onFilter={(change) => setFilter((before) => ({ ...before, ...change }))}
        dispatch={dispatch}
      />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={kinds.map(({ kind, count, problems }) => ({
          key: kind,
          label: (
            <Flex gap={8} align="center">
              {t(`kindPlural.${kind}`)}{" "}
              <span className="tab-count">{t("list.number", { value: count })}</span>
              {problems > 0 ? (
                <CountBadge count={problems} title={t("import.problemsLeft", { count: problems })} />
              ) : null}
            </Flex>
          ),
          children: (
            <ItemTable
              {...about}
              olderCount={olderCount}
              systems={systems}
              label={t(`kindPlural.${kind}`)}
              items={shownItems(plan, kind, filter)}
              empty={<NothingShown plan={plan} filter={filter} />}
              decisions={decisions}
              onTick={(keys, isPicked) =>
                dispatch({ type: "tick", keys: withProjections(plan, keys), isPicked, all })
              }
              dispatch={dispatch}
            />
          ),
        }))}
      />
    </Flex>
  );
}
