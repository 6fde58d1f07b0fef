import { Button, Checkbox, Flex } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
import { SearchBox } from "@/ui/SearchBox";
import type { ImportAction } from "./importFlow";
import { conflictsOf, type Filter, suggestionsOf } from "./planView";

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
  return (
    <Flex gap={16} align="center" justify="space-between" wrap>
      <SearchBox
        label={t("list.search")}
        value={filter.search}
        wait={0}
        onSearch={(search) => onFilter({ search })}
      />
      <Flex gap={16} align="center" wrap>
        <ConflictActions plan={plan} all={all} dispatch={dispatch} />
        <Checkbox
          checked={filter.onlyProblems}
          onChange={(event) => onFilter({ onlyProblems: event.target.checked })}
        >
          {t("import.onlyProblems")}
        </Checkbox>
        {isMixed ? (
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

type ActionsProps = { plan: Plan; all: readonly string[]; dispatch: Dispatch<ImportAction> };

function ConflictActions({ plan, all, dispatch }: ActionsProps) {
  const { t } = useTranslation();
  const conflicts = conflictsOf(plan);
  const suggestions = suggestionsOf(plan);
  if (conflicts.length === 0) return null;
  return (
    <>
      <Button
        disabled={suggestions.size === 0}
        onClick={() => dispatch({ type: "rename-many", renames: suggestions })}
      >
        {t("import.renameAll")}
      </Button>
      <Button onClick={() => dispatch({ type: "tick", keys: conflicts, isPicked: false, all })}>
        {t("import.deselectConflicts")}
      </Button>
    </>
  );
}
