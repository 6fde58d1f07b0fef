import "./SearchBox.css";
import { SearchOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

type Props = { value: string; label: string; onSearch: (text: string) => void; wait?: number };

/** A search field that speaks when the typing pauses. The browser's own: it is part of the first screen. */
export function SearchBox({ value, label, onSearch, wait = 250 }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSearch(text), wait);
    return () => clearTimeout(timer);
  }, [text, value, onSearch, wait]);
  return (
    <span className="search-box">
      <SearchOutlined aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={t("list.searchHint")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onSearch(text);
          if (event.key === "Escape" && text !== "") {
            // It is about the text alone, and not about the dialog around it.
            event.stopPropagation();
            setText("");
          }
        }}
      />
    </span>
  );
}
