import { InboxOutlined } from "@ant-design/icons";
import { Alert, Button, Checkbox, Flex, Tabs } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { CountBadge } from "@/ui/CountBadge";
import { EmptyState } from "@/ui/EmptyState";
import { SearchBox } from "@/ui/SearchBox";
import {
  allLeaves,
  type Catalogue,
  countPicked,
  extentOf,
  searchNodes,
  TAB_KINDS,
  type TabKind,
  total,
} from "./catalogue";
import type { ExportAction, ExportState } from "./exportFlow";
import { NothingFound } from "./NothingFound";
import { ResourceTree } from "./ResourceTree";

type Props = {
  scope: Scope;
  catalogue: Catalogue;
  state: Extract<ExportState, { step: "select" }>;
  dispatch: Dispatch<ExportAction>;
};

/** Choosing what to export: a tab for each kind that has something. */
export function SelectStep({ scope, catalogue, state, dispatch }: Props) {
  const { t } = useTranslation();
  const { picked, search } = state;
  const kinds = TAB_KINDS.filter((kind) => catalogue[kind].length > 0);
  if (kinds.length === 0) {
    return (
      <EmptyState
        icon={<InboxOutlined aria-hidden />}
        title={t("export.nothing")}
        description={t("export.nothingHint")}
      />
    );
  }
  const active = state.tab ?? kinds[0];
  const counts = countPicked(catalogue, picked);
  const everything = kinds.flatMap((kind) => allLeaves(catalogue[kind]));
  const isAll = everything.every((key) => picked.has(key));

  // Projections are in the tab of their systems.
  const shownCount = (kind: TabKind) =>
    kind === "system" ? counts.system + counts.projection : counts[kind];
  const tab = (kind: TabKind) => {
    const shown = searchNodes(catalogue[kind], search);
    const leaves = allLeaves(shown);
    const extent = extentOf(shown, picked);
    return {
      key: kind,
      label: (
        <Flex gap={8} align="center">
          {t(`kindPlural.${kind}`)}
          {shownCount(kind) > 0 ? <CountBadge count={shownCount(kind)} color="blue" /> : null}
        </Flex>
      ),
      children: (
        <>
          <Checkbox
            className="select-all"
            checked={extent === "all"}
            indeterminate={extent === "some"}
            disabled={leaves.length === 0}
            onChange={(event) => dispatch({ type: "tick", keys: leaves, isPicked: event.target.checked })}
          >
            {t("export.selectAll")}
          </Checkbox>
          {shown.length === 0 ? (
            <NothingFound catalogue={catalogue} search={search} />
          ) : (
            <ResourceTree
              scope={scope}
              label={t(`kindPlural.${kind}`)}
              nodes={shown}
              picked={picked}
              isSearching={search !== ""}
              onTick={(keys, isPicked) => dispatch({ type: "tick", keys, isPicked })}
            />
          )}
        </>
      ),
    };
  };
  return (
    <Flex vertical gap={12}>
      <Alert type="info" showIcon role="note" title={t("export.never")} />
      <Flex gap={16} align="center" justify="space-between" wrap>
        <SearchBox
          label={t("list.search")}
          value={search}
          wait={0}
          onSearch={(text) => dispatch({ type: "search", search: text })}
        />
        <Flex gap={16} align="center">
          <span role="status">{t("export.selected", { count: total(counts) })}</span>
          <Button onClick={() => dispatch({ type: "tick", keys: everything, isPicked: !isAll })}>
            {t(isAll ? "export.clear" : "export.everything")}
          </Button>
        </Flex>
      </Flex>
      <Tabs
        activeKey={active}
        onChange={(key) => {
          const tabKind = kinds.find((kind) => kind === key);
          if (tabKind) dispatch({ type: "tab", tab: tabKind });
        }}
        items={kinds.map(tab)}
        destroyOnHidden
      />
    </Flex>
  );
}
