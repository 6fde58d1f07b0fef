import { FileTextOutlined, InboxOutlined } from "@ant-design/icons";
import { Upload } from "antd";
import { useTranslation } from "react-i18next";
import { formatSize } from "@/i18n/time";

type Props = { file: File | null; onFiles: (files: readonly File[]) => void };

/** Where a file is dropped or chosen; nothing reads it here, the server does. */
export function DropArea({ file, onFiles }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <Upload.Dragger
      className="drop-area"
      // What is dropped is never left out here without a word: not one of several, nor what has another ending.
      accept={{ format: ".json,application/json", filter: "native" }}
      multiple
      showUploadList={false}
      beforeUpload={(chosen, all) => {
        // It is called for each of them.
        if (chosen === all[0]) onFiles(all);
        return false;
      }}
    >
      <div className={file === null ? "drop-words" : "drop-words drop-words-chosen"}>
        <span className="drop-icon" aria-hidden>
          {file === null ? <InboxOutlined aria-hidden /> : <FileTextOutlined aria-hidden />}
        </span>
        <p className="drop-title">{file === null ? t("import.drop") : file.name}</p>
        <p className="drop-hint">
          {file === null
            ? t("import.dropHint")
            : t("import.dropOther", { size: formatSize(file.size, i18n.language) })}
        </p>
      </div>
    </Upload.Dragger>
  );
}
