import { Empty } from "antd";
import { useTranslation } from "react-i18next";
import { type Catalogue, searchNodes, TAB_KINDS } from "./catalogue";

type Props = { catalogue: Catalogue; search: string };

/** That a search finds nothing in a tab, and in which tabs it does. */
export function NothingFound({ catalogue, search }: Props) {
  const { t } = useTranslation();
  const elsewhere = TAB_KINDS.filter((kind) => searchNodes(catalogue[kind], search).length > 0);
  const tabs = elsewhere.map((kind) => t(`kindPlural.${kind}`)).join(", ");
  return (
    <Empty
      description={
        <>
          {t("export.noMatch")}
          {tabs === "" ? null : <div>{t("list.shownElsewhere", { tabs })}</div>}
        </>
      }
    />
  );
}
