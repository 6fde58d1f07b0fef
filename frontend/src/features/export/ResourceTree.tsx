import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Tree } from "antd";
import { useMemo, useState } from "react";
import type { Scope } from "@/api/scope";
import { KindIcon } from "@/ui/KindIcon";
import { ReferenceTag } from "@/ui/ReferenceTag";
import { allLeaves, extentOf, leavesOf, type Node, type Picked } from "./catalogue";
import { referencesQuery } from "./exportQueries";

type Props = {
  scope: Scope;
  label: string;
  nodes: readonly Node[];
  picked: Picked;
  isSearching: boolean;
  onTick: (keys: readonly string[], isPicked: boolean) => void;
};

/** The room in the dialog, and what is above the tree; see `.flow-body`. */
const DIALOG = 640;
const AROUND_DIALOG = 220;
const ABOVE = 200;
const LOWEST = 160;

/** Up to as many nodes are shown opened from the beginning. */
const OPEN_NODES = 500;

/** Resources with check boxes; systems hold their projections, and are half checked when some of them are. */
export function ResourceTree(props: Props) {
  // What a search leaves is shown opened, and what was open before is open again after it.
  return <OpenTree key={props.isSearching ? "searching" : "all"} {...props} />;
}

function OpenTree({ scope, label, nodes, picked, isSearching, onTick }: Props) {
  const { data: references } = useQuery(referencesQuery(scope));
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  const isOpen = isSearching ? allLeaves(nodes).length <= OPEN_NODES : nodes.length <= 5;
  const treeData = useMemo(
    () => nodes.map((node) => toTreeNode(node, opened?.has(node.key) ?? isOpen)),
    [nodes, opened, isOpen],
  );
  const checkedKeys = useMemo(() => checkedOf(nodes, picked), [nodes, picked]);
  return (
    <Tree<TreeNode>
      aria-label={label}
      checkable
      checkStrictly
      selectable={false}
      blockNode
      switcherIcon={<DownOutlined aria-hidden />}
      height={roomOf(window.innerHeight)}
      treeData={treeData}
      expandedKeys={treeData.filter(({ children }) => children).map(({ key }) => key)}
      onExpand={(keys) => setOpened(new Set(keys.map(String)))}
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

/** The tree draws only what is in sight, so it must be told how high that is. */
function roomOf(windowHeight: number): number {
  return Math.max(Math.min(DIALOG, windowHeight - AROUND_DIALOG) - ABOVE, LOWEST);
}

type TreeNode = {
  key: string;
  title: string;
  origin: Node;
  isLeaf: boolean;
  /** All nodes are drawn side by side: this alone tells what is inside of what to who cannot see it. */
  "aria-level": number;
  children?: TreeNode[];
};

/** The tree looks at every node that it has, so it has only what is open. */
function toTreeNode(node: Node, isOpen: boolean, level = 1): TreeNode {
  const isLeaf = node.children.length === 0;
  const shown = { key: node.key, title: node.name, origin: node, isLeaf, "aria-level": level };
  return isLeaf || !isOpen
    ? shown
    : { ...shown, children: node.children.map((child) => toTreeNode(child, false, level + 1)) };
}

function checkedOf(nodes: readonly Node[], picked: Picked): { checked: string[]; halfChecked: string[] } {
  const checked: string[] = [];
  const halfChecked: string[] = [];
  for (const node of nodes) {
    const extent = extentOf([node], picked);
    if (extent === "all") checked.push(node.key);
    if (extent === "some") halfChecked.push(node.key);
    for (const { key } of node.children) if (picked.has(key)) checked.push(key);
  }
  return { checked, halfChecked };
}
