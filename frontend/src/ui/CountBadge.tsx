import { Badge } from "antd";
import { useTranslation } from "react-i18next";

type Props = { count: number; title?: string; color?: string };

/** A count in a pill, written in full. */
export function CountBadge({ count, ...look }: Props) {
  const { t } = useTranslation();
  const text = t("list.number", { value: count });
  return <Badge count={text} overflowCount={Number.POSITIVE_INFINITY} {...look} />;
}
