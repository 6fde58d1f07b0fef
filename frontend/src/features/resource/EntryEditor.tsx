import { Alert, Button, Flex, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { useSaveResource } from "@/api/resources";
import type { Scope } from "@/api/scope";
import type { Entry, Resource } from "@/api/types";
import { Panel } from "@/ui/Panel";
import { ProblemAlert } from "@/ui/ProblemAlert";

type Props = { scope: Scope; resource: Resource; etag: string | null; onClose: () => void };

/** Edits the entry of an owned resource as JSON; the server says what is wrong with it. */
export function EntryEditor({ scope, resource, etag, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => JSON.stringify(resource.entry, null, 2));
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const save = useSaveResource(scope, resource.kind, resource.name, etag);
  const submit = () => {
    const parsed = parseEntry(text);
    setUnreadable("fault" in parsed ? parsed.fault : null);
    if ("entry" in parsed) save.mutate(parsed.entry, { onSuccess: onClose });
  };
  return (
    <Panel title={t("resource.editTitle")}>
      <Flex vertical gap={16}>
        {unreadable === null ? null : (
          <Alert type="error" showIcon role="alert" title={t("resource.notJson")} description={unreadable} />
        )}
        {save.isError && unreadable === null ? <ProblemAlert error={save.error} /> : null}
        {isProblem(save.error, "precondition-failed") ? (
          <Alert type="info" showIcon title={t("resource.copyFirst")} />
        ) : null}
        <Input.TextArea
          aria-label={t("resource.entry")}
          className="code-input"
          autoSize={{ minRows: 16, maxRows: 32 }}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Flex gap={8} justify="end">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={submit}>
            {t("action.save")}
          </Button>
        </Flex>
      </Flex>
    </Panel>
  );
}

/** Reads what was typed; that it is a JSON object is all that is decided here. */
function parseEntry(text: string): { entry: Entry } | { fault: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isEntry(value) ? { entry: value } : { fault: "{ … }" };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
