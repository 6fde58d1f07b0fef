import { Segmented, Tag } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Comparison } from "@/api/types";
import { CodeLines } from "@/ui/CodeLines";
import { differingLines, linesOf } from "@/ui/codeLines";
import { Findings } from "./Findings";

type View = "changes" | "whole";

/** The code of one function, what is new in it, and what stands out. */
export function ReviewedFunction({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { name, newName, before, after, findings } = comparison;
  const [view, setView] = useState<View>("changes");
  const [old, code] = [codeOf(before), codeOf(after)];
  const lines = useMemo(
    () => (old !== null && view === "changes" ? differingLines(old, code ?? "") : linesOf(code ?? "")),
    [old, code, view],
  );
  const marked = useMemo(() => new Set(findings.map(({ line }) => line)), [findings]);
  return (
    <section aria-label={newName} className="reviewed-function">
      <header>
        <h3>{newName}</h3>
        {newName === name ? null : <span className="secondary">{t("receipt.was", { name })}</span>}
        <Tag variant="outlined" color={old === null ? "green" : "gold"}>
          {t(old === null ? "review.new" : "review.changed")}
        </Tag>
        {old === null ? null : (
          <Segmented<View>
            size="small"
            aria-label={t("review.view", { name: newName })}
            value={view}
            onChange={setView}
            options={[
              { value: "changes", label: t("review.changes") },
              { value: "whole", label: t("review.whole") },
            ]}
          />
        )}
      </header>
      <Findings findings={findings} />
      <CodeLines label={t("review.codeOf", { name: newName })} lines={lines} marked={marked} />
    </section>
  );
}

function codeOf(entry: Comparison["before"]): string | null {
  if (entry === null) return null;
  const { casting } = entry;
  return typeof casting === "string" ? casting : JSON.stringify(casting ?? "", null, 2);
}
