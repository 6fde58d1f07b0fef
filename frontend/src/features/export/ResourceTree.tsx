import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Empty, Tree } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { KindIcon } from "@/ui/KindIcon";
import { ReferenceTag } from "@/ui/ReferenceTag";
import { extentOf, leavesOf, type Node, type Picked } from "./catalogue";
import { referencesQuery } from "./exportQueries";

type Props = {
  scope: Scope;
  label: string;
  nodes: readonly Node[];
  picked: Picked;
  isSearching: boolean;
  onTick: (keys: readonly string[], isPicked: boolean) => void;
};

const HEIGHT = 320;

/** Resources with check boxes; systems hold their projections, and are half checked when some of them are. */
export function ResourceTree({ scope, label, nodes, picked, isSearching, onTick }: Props) {
  const { t } = useTranslation();
  const { data: references } = useQuery(referencesQuery(scope));
  const treeData = useMemo(() => nodes.map(toTreeNode), [nodes]);
  const checkedKeys = useMemo(() => checkedOf(nodes, picked), [nodes, picked]);
  if (nodes.length === 0) return <Empty description={t("export.noMatch")} />;
  return (
    <Tree<TreeNode>
      // What a search leaves is shown opened; the tree takes that only when it is made.
      key={isSearching ? "searching" : "all"}
      aria-label={label}
      checkable
      checkStrictly
      selectable={false}
      blockNode
      switcherIcon={<DownOutlined aria-hidden />}
      height={HEIGHT}
      treeData={treeData}
      defaultExpandAll={isSearching || nodes.length <= 5}
      checkedKeys={checkedKeys}
      onCheck={(_, { node }) => onTick(leavesOf(node.origin), !checkedKeys.checked.includes(node.key))}
      titleRender={({ origin }) => {
        const reference = references?.get(origin.key);
        return (
          <span className="resource-name">
            <KindIcon kind={origin.kind} /> {origin.name}
            {reference ? <ReferenceTag origin={reference} /> : null}
          </span>
        );
      }}
    />
  );
}

type TreeNode = { key: string; title: string; origin: Node; children?: TreeNode[] };

function toTreeNode(node: Node): TreeNode {
  const children = node.children.map(toTreeNode);
  return { key: node.key, title: node.name, origin: node, ...(children.length > 0 ? { children } : {}) };
}

function checkedOf(nodes: readonly Node[], picked: Picked): { checked: string[]; halfChecked: string[] } {
  const checked: string[] = [];
  const halfChecked: string[] = [];
  for (const node of nodes) {
    const extent = extentOf([node], picked);
    if (extent === "all") checked.push(node.key);
    if (extent === "some") halfChecked.push(node.key);
    checked.push(...node.children.filter(({ key }) => picked.has(key)).map(({ key }) => key));
  }
  return { checked, halfChecked };
}
