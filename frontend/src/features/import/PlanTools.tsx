import { Button, Checkbox, Flex } from "antd";
import { type Dispatch, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
import { isFocusLost } from "@/ui/focus";
import { SearchBox } from "@/ui/SearchBox";
import type { ImportAction } from "./importFlow";
import { blockedOf, conflictsOf, type Filter, suggestionsOf } from "./planView";

type Props = {
  plan: Plan;
  all: readonly string[];
  filter: Filter;
  /** There are changes, and others. */
  isMixed: boolean;
  onFilter: (change: Partial<Filter>) => void;
  dispatch: Dispatch<ImportAction>;
};

/** Finding items in a plan, and what can be done with many at once. */
export function PlanTools({ plan, all, filter, isMixed, onFilter, dispatch }: Props) {
  const { t } = useTranslation();
  const tools = useFocusAfter(plan);
  const conflicts = conflictsOf(plan);
  const blocked = blockedOf(plan);
  const deselect = (keys: readonly string[]) => dispatch({ type: "tick", keys, isPicked: false, all });
  return (
    <Flex ref={tools} gap={16} align="center" justify="space-between" wrap>
      <SearchBox
        label={t("list.search")}
        value={filter.search}
        wait={0}
        onSearch={(search) => onFilter({ search })}
      />
      <Flex gap={16} align="center" wrap>
        {conflicts.length > 0 ? (
          <>
            <RenameAll plan={plan} dispatch={dispatch} />
            <Button onClick={() => deselect(conflicts)}>{t("import.deselectConflicts")}</Button>
          </>
        ) : null}
        {blocked.length > 0 ? (
          <Button onClick={() => deselect(blocked)}>{t("import.deselectBlocked")}</Button>
        ) : null}
        <Checkbox
          checked={filter.onlyProblems}
          onChange={(event) => onFilter({ onlyProblems: event.target.checked })}
        >
          {t("import.onlyProblems")}
        </Checkbox>
        {isMixed || filter.onlyChanges ? (
          <Checkbox
            checked={filter.onlyChanges}
            onChange={(event) => onFilter({ onlyChanges: event.target.checked })}
          >
            {t("import.onlyChanges")}
          </Checkbox>
        ) : null}
      </Flex>
    </Flex>
  );
}

/** Gives the focus to the search when what had it went with what it solved: a button for many, a row of a filter. */
function useFocusAfter(plan: Plan) {
  const tools = useRef<HTMLDivElement>(null);
  const before = useRef(plan);
  useEffect(() => {
    if (before.current === plan) return;
    before.current = plan;
    if (isFocusLost()) tools.current?.querySelector<HTMLElement>("[type=search]")?.focus();
  }, [plan]);
  return tools;
}

function RenameAll({ plan, dispatch }: Pick<Props, "plan" | "dispatch">) {
  const { t } = useTranslation();
  const renames = suggestionsOf(plan);
  return (
    <Button disabled={renames.size === 0} onClick={() => dispatch({ type: "rename-many", renames })}>
      {t("import.renameAll")}
    </Button>
  );
}
