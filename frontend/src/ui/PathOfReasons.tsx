import { useTranslation } from "react-i18next";
import type { Related } from "@/api/types";
import { KindIcon } from "./KindIcon";

/** What needs a resource, and what needs that in turn: `pr_orders, needed by delivery-er`. */
export function PathOfReasons({ because }: { because: readonly Related[] }) {
  const { t } = useTranslation();
  return because.toReversed().map((step, at) => (
    <span key={`${step.kind}/${step.name}`}>
      {at > 0 ? `, ${t("dependencies.neededBy")} ` : null}
      <span className="reason">
        <KindIcon kind={step.kind} /> {step.name}
      </span>
    </span>
  ));
}
