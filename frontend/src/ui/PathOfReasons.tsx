import type { Related } from "@/api/types";
import { KindIcon } from "./KindIcon";

/** The chain of resources that leads to one that is needed, such as `delivery-er › pr_orders`. */
export function PathOfReasons({ because }: { because: readonly Related[] }) {
  return (
    <span className="path-of-reasons">
      {because.map((step) => (
        <span key={`${step.kind}/${step.name}`} className="path-step">
          <KindIcon kind={step.kind} /> {step.name}
        </span>
      ))}
    </span>
  );
}
