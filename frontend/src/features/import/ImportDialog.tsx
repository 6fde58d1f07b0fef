import { useReducer } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import { FileStep } from "./FileStep";
import { importFlow, START } from "./importFlow";
import { ResultStep } from "./ResultStep";
import { SelectStep } from "./SelectStep";

type Props = { scope: Scope; onClose: () => void };

/** The dialog `Import`: a file, what would be done with it, and what was done. */
export default function ImportDialog({ scope, onClose }: Props) {
  const { t } = useTranslation();
  const [state, dispatch] = useReducer(importFlow, START);
  const shared = { scope, dispatch, onClose, title: t("import.title") };
  switch (state.step) {
    case "file":
      return <FileStep {...shared} state={state} />;
    case "select":
      return <SelectStep {...shared} state={state} />;
    case "result":
      return <ResultStep {...shared} state={state} />;
  }
}
