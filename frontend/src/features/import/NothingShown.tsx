import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
import { type Filter, kindsOf, shownItems } from "./planView";

type Props = { plan: Plan; filter: Filter };

/** Why a tab has no row to show, and which tabs have some. */
export function NothingShown({ plan, filter }: Props) {
  const { t } = useTranslation();
  const elsewhere = kindsOf(plan)
    .map(({ kind }) => ({ kind, count: shownItems(plan, kind, filter).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${t(`kindPlural.${kind}`)} (${t("list.number", { value: count })})`);
  return (
    <>
      {words(filter, t)}
      {elsewhere.length > 0 ? <div>{t("list.shownElsewhere", { tabs: elsewhere.join(", ") })}</div> : null}
    </>
  );
}

function words({ search, onlyProblems, onlyChanges }: Filter, t: TFunction): string {
  const q = search.trim();
  if (onlyProblems) return q === "" ? t("import.noProblems") : t("import.noProblemMatches", { q });
  if (onlyChanges) return q === "" ? t("import.noChanges") : t("import.noChangeMatches", { q });
  return t("import.noMatch", { q });
}
