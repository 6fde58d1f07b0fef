import { useTranslation } from "react-i18next";
import type { Plan } from "@/api/types";
import { type Filter, kindsOf, shownItems } from "./planView";

type Props = { plan: Plan; filter: Filter };

/** Why a tab has no row to show, and which tabs have some. */
export function NothingShown({ plan, filter }: Props) {
  const { t } = useTranslation();
  const q = filter.search.trim();
  const elsewhere = kindsOf(plan)
    .map(({ kind }) => ({ kind, count: shownItems(plan, kind, filter).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${t(`kindPlural.${kind}`)} (${t("list.number", { value: count })})`);
  return (
    <>
      {filter.onlyProblems && q === "" ? t("import.noProblems") : null}
      {filter.onlyProblems && q !== "" ? t("import.noProblemMatches", { q }) : null}
      {filter.onlyProblems ? null : t("import.noMatch", { q })}
      {elsewhere.length > 0 ? <div>{t("import.shownElsewhere", { tabs: elsewhere.join(", ") })}</div> : null}
    </>
  );
}
