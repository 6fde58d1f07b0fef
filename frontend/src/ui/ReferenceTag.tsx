import { LinkOutlined } from "@ant-design/icons";
import { Popover, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Source } from "@/api/types";
import { formatTime } from "@/i18n/time";
import { Facts } from "./Facts";

type Props = { origin: { source: Source; exportedAt: string } };

/** Says that a resource belongs to another project; hover or focus tells which one. */
export function ReferenceTag({ origin: { source, exportedAt } }: Props) {
  const { t, i18n } = useTranslation();
  const facts = [
    { label: t("reference.sourceProject"), value: source.projectName },
    { label: t("reference.branch"), value: source.branch },
    { label: t("reference.exportedAt"), value: formatTime(exportedAt, i18n.language) },
  ];
  return (
    <Popover
      trigger={["hover", "focus"]}
      getPopupContainer={findLandmark}
      content={
        <div className="popover">
          <Facts facts={facts} />
        </div>
      }
    >
      <button type="button" className="tag-button">
        <Tag color="blue" variant="outlined" icon={<LinkOutlined aria-hidden />}>
          {t("reference.tag")}
        </Tag>
      </button>
    </Popover>
  );
}

/** What a popover belongs to: all that is on a page is in one of these. */
function findLandmark(place: HTMLElement): HTMLElement {
  return place.closest<HTMLElement>("[role=dialog], main") ?? document.body;
}
