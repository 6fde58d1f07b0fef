import { Panel, type ReactFlowState, useStore } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { Box } from "./placing";
import { isCut } from "./viewport";

/** Says how to see the rest of a diagram, while some of it is out of sight. */
export function MoreHint({ bounds }: { bounds: Box }) {
  const { t } = useTranslation();
  const isMore = useStore(({ transform: [x, y, zoom], width, height }: ReactFlowState) =>
    isCut(bounds, { x, y, zoom }, { width, height }),
  );
  if (!isMore) return null;
  return (
    <Panel position="bottom-center" className="er-more">
      {t("erSchema.more")}
    </Panel>
  );
}
