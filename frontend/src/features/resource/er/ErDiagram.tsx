import "@xyflow/react/dist/base.css";
import "./ErDiagram.css";
import {
  Background,
  Controls,
  type Edge,
  MarkerType,
  type Node,
  type OnSelectionChangeFunc,
  ReactFlow,
} from "@xyflow/react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Entry, ResourceKey } from "@/api/types";
import { CollectionNode } from "./CollectionNode";
import { diagramOf, type Tie } from "./diagram";
import { NODE_HEIGHT, placeCollections } from "./placing";
import { TieEdge } from "./TieEdge";

type Props = {
  label: string;
  entry: Entry;
  uses: readonly ResourceKey[];
  onSelect: (collection: string | null) => void;
};

const NODE_TYPES = { collection: CollectionNode };
const EDGE_TYPES = { tie: TieEdge };
const ARROW = { type: MarkerType.ArrowClosed, width: 16, height: 16 };

/** An ER schema as a picture to move about in; whoever cannot see it has the table of relations beside it. */
export function ErDiagram({ label, entry, uses, onSelect }: Props) {
  const { t } = useTranslation();
  const { nodes, edges } = useMemo(() => draw(entry, uses), [entry, uses]);
  const select: OnSelectionChangeFunc = useCallback(
    ({ nodes: selected }) => onSelect(selected[0]?.id ?? null),
    [onSelect],
  );
  return (
    <section className="er-diagram" aria-label={label}>
      <ReactFlow
        defaultNodes={nodes}
        defaultEdges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onSelectionChange={select}
        fitView
        minZoom={0.1}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={null}
        preventScrolling={false}
        zoomOnScroll={false}
        ariaLabelConfig={{
          "node.a11yDescription.default": t("erSchema.nodeHint"),
          "controls.ariaLabel": t("erSchema.controls"),
          "controls.zoomIn.ariaLabel": t("erSchema.zoomIn"),
          "controls.zoomOut.ariaLabel": t("erSchema.zoomOut"),
          "controls.fitView.ariaLabel": t("erSchema.fit"),
        }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}

function draw(entry: Entry, uses: readonly ResourceKey[]): { nodes: Node[]; edges: Edge[] } {
  const { collections, ties } = diagramOf(entry, uses);
  const places = placeCollections(collections, ties);
  const nodes = collections.map(({ name, kind }): Node => {
    const { x = 0, y = 0, width = 0 } = places.get(name) ?? {};
    return {
      id: name,
      type: "collection",
      position: { x, y },
      width,
      height: NODE_HEIGHT,
      ariaLabel: name,
      data: { name, kind },
    };
  });
  return { nodes, edges: ties.map(edgeOf) };
}

function edgeOf(tie: Tie): Edge {
  return {
    id: JSON.stringify([tie.from, tie.to]),
    type: "tie",
    source: tie.from,
    target: tie.to,
    data: tie,
    markerEnd: ARROW,
    markerStart: tie.fromMany === null ? undefined : { ...ARROW, orient: "auto-start-reverse" },
  };
}
