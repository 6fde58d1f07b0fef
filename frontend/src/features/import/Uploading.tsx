import { useQuery } from "@tanstack/react-query";
import { Button, Flex, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { progressQuery } from "./importQueries";

type Props = { file: File; onCancel: () => void };

/** How much of a file was sent; then the server reads it. */
export function Uploading({ file, onCancel }: Props) {
  const { t } = useTranslation();
  const { data: part = 0 } = useQuery(progressQuery(file));
  const isSent = part >= 1;
  const words = t(isSent ? "import.checking" : "import.uploading", { name: file.name });
  return (
    <Flex vertical gap={8} align="center" className="uploading">
      <Progress
        percent={Math.floor(part * 100)}
        status={isSent ? "active" : "normal"}
        showInfo={!isSent}
        aria-label={t("import.uploading", { name: file.name })}
      />
      <span role="status">{words}</span>
      <Button onClick={onCancel}>{t("import.cancelUpload")}</Button>
    </Flex>
  );
}
