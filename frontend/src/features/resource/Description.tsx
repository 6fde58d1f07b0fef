import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** As many characters as four lines of a description have, about. */
const LONG = 400;

/** What a resource is for, in the words of its owners; many words are cut until they are asked for. */
export function Description({ text }: { text: string }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  if (text.length <= LONG) return <p className="description">{text}</p>;
  return (
    <div>
      <p className={isWhole ? "description" : "description description-cut"}>{text}</p>
      <Button type="link" size="small" className="description-more" onClick={() => setWhole(!isWhole)}>
        {t(isWhole ? "resource.less" : "resource.more")}
      </Button>
    </div>
  );
}
