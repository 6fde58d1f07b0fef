import { Button, Checkbox, Flex } from "antd";
import { type Dispatch, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
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
  const tools = useRef<HTMLDivElement>(null);
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
          <Bulk place={tools}>
            <RenameAll plan={plan} dispatch={dispatch} />
            <Button onClick={() => deselect(conflicts)}>{t("import.deselectConflicts")}</Button>
          </Bulk>
        ) : null}
        {blocked.length > 0 ? (
          <Bulk place={tools}>
            <Button onClick={() => deselect(blocked)}>{t("import.deselectBlocked")}</Button>
          </Bulk>
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

type BulkProps = { place: RefObject<HTMLElement | null>; children: ReactNode };

/** Buttons that go with what they solve; who pressed one goes on at the search. */
function Bulk({ place, children }: BulkProps) {
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body;
      if (isLost) place.current?.querySelector<HTMLElement>("[type=search]")?.focus();
    },
    [place],
  );
  return children;
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
