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
  type ReactFlowInstance,
} from "@xyflow/react";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CollectionNode } from "./CollectionNode";
import type { Diagram, Tie } from "./diagram";
import { MoreHint } from "./MoreHint";
import { type Box, boundsOf, firstOf, heightOf, NODE_HEIGHT, placeCollections } from "./placing";
import { TieEdge } from "./TieEdge";
import { startOf } from "./viewport";

type Props = {
  label: string;
  /** What it starts with; another one needs another `key`. */
  diagram: Diagram;
  /** Without it, the diagram is only looked at. */
  onSelect?: (collection: string | null) => void;
};

const NODE_TYPES = { collection: CollectionNode };
const EDGE_TYPES = { tie: TieEdge };
const ARROW = { type: MarkerType.ArrowClosed, width: 16, height: 16 };

/** An ER schema as a picture to move about in; whoever cannot see it has the same in words beside it. */
export function ErDiagram({ label, diagram, onSelect }: Props) {
  const { t } = useTranslation();
  const room = useRef<HTMLElement>(null);
  const { nodes, edges, bounds, first } = useMemo(() => draw(diagram), [diagram]);
  const isChosenFrom = onSelect !== undefined;
  const select: OnSelectionChangeFunc = useCallback(
    ({ nodes: selected }) => onSelect?.(selected[0]?.id ?? null),
    [onSelect],
  );
  const show = (flow: ReactFlowInstance) => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = room.current ?? {};
    void flow.setViewport(startOf(bounds, first, { width, height }));
  };
  return (
    <section
      className="er-diagram"
      aria-label={label}
      ref={room}
      style={isChosenFrom ? { height: heightOf(bounds) } : undefined}
    >
      <ReactFlow
        defaultNodes={nodes}
        defaultEdges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onSelectionChange={select}
        onInit={show}
        minZoom={0.1}
        nodesConnectable={false}
        nodesDraggable={isChosenFrom}
        elementsSelectable={isChosenFrom}
        edgesFocusable={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={null}
        preventScrolling={false}
        zoomOnScroll={false}
        ariaLabelConfig={{
          "node.a11yDescription.default": isChosenFrom ? t("erSchema.nodeHint") : "",
          "controls.ariaLabel": t("erSchema.controls"),
          "controls.zoomIn.ariaLabel": t("erSchema.zoomIn"),
          "controls.zoomOut.ariaLabel": t("erSchema.zoomOut"),
          "controls.fitView.ariaLabel": t("erSchema.fit"),
        }}
      >
        <Background />
        <Controls orientation="horizontal" showInteractive={false} />
        <MoreHint bounds={bounds} />
      </ReactFlow>
    </section>
  );
}

type Drawing = { nodes: Node[]; edges: Edge[]; bounds: Box; first: Box };

function draw({ collections, ties }: Diagram): Drawing {
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
  return { nodes, edges: ties.map(edgeOf), bounds: boundsOf(places), first: firstOf(places) };
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
