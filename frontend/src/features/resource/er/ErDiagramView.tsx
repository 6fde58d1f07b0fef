import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Entry, ResourceKey } from "@/api/types";
import { Loading } from "@/ui/Loading";
import { diagramOf } from "./diagram";

// The library that draws is large, and few people look at an ER schema.
const ErDiagram = lazy(() => import("./ErDiagram").then((module) => ({ default: module.ErDiagram })));

type Props = {
  label: string;
  entry: Entry;
  uses: readonly ResourceKey[];
  onSelect?: (collection: string | null) => void;
};

/** The diagram of an ER schema, drawn anew only when there is something else to draw. */
export function ErDiagramView({ label, entry, uses, onSelect }: Props) {
  const { t } = useTranslation();
  const diagram = useMemo(() => diagramOf(entry, uses), [entry, uses]);
  if (diagram.collections.length === 0) return <p>{t("erSchema.none")}</p>;
  return (
    <Suspense fallback={<Loading />}>
      <ErDiagram key={JSON.stringify(diagram)} label={label} diagram={diagram} onSelect={onSelect} />
    </Suspense>
  );
}
