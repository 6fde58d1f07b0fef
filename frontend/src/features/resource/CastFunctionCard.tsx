import { useTranslation } from "react-i18next";
import type { Entry } from "@/api/types";
import { CodeEditor } from "@/ui/CodeEditor";
import { Facts } from "@/ui/Facts";
import { Panel } from "@/ui/Panel";
import { textOf } from "./entry";

/** A cast function: what it returns, and its code. */
export function CastFunctionCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const isDefault = entry.type === "default";
  const facts = [
    { label: t("castFunction.returnedType"), value: textOf(entry, "dataType") },
    { label: t("castFunction.origin"), value: t(isDefault ? "castFunction.default" : "castFunction.custom") },
  ];
  return (
    <Panel title={t("castFunction.code")}>
      <div className="code-facts">
        <Facts facts={facts} />
      </div>
      <CodeEditor
        key={textOf(entry, "casting")}
        label={t("castFunction.code")}
        language="javascript"
        text={textOf(entry, "casting")}
      />
    </Panel>
  );
}
