import { Handle, type NodeProps, Position } from "@xyflow/react";
import { KindIcon } from "@/ui/KindIcon";
import { textOf } from "../entry";

const OTHERS: ReadonlySet<string> = new Set(["crudCollection", "unknown"]);

/** A collection in the diagram; one that is no resource here has a dashed border. */
export function CollectionNode({ data }: NodeProps) {
  const kind = textOf(data, "kind");
  return (
    <div className={OTHERS.has(kind) ? "er-node er-node-other" : "er-node"}>
      <Handle type="target" position={Position.Left} />
      <KindIcon kind={kind} /> <span>{textOf(data, "name")}</span>
      <Handle type="source" position={Position.Right} />
    </div>
  );
}
