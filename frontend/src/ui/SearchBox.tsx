import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

type Props = { value: string; label: string; onSearch: (text: string) => void; wait?: number };

/** A search field that speaks when the typing pauses. */
export function SearchBox({ value, label, onSearch, wait = 250 }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSearch(text), wait);
    return () => clearTimeout(timer);
  }, [text, value, onSearch, wait]);
  return (
    <Input
      type="search"
      className="search-box"
      allowClear
      aria-label={label}
      placeholder={t("list.searchHint")}
      prefix={<SearchOutlined aria-hidden />}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text)}
    />
  );
}
