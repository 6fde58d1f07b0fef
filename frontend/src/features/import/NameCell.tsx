import {
  CheckOutlined,
  CloseOutlined,
  EditOutlined,
  InfoCircleOutlined,
  RollbackOutlined,
} from "@ant-design/icons";
import { Button, Flex, Input } from "antd";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlanItem } from "@/api/types";
import { Hint } from "@/ui/Hint";
import { ReferenceTag } from "@/ui/ReferenceTag";
import { isProblem } from "./planView";

type Props = {
  item: PlanItem;
  /** What the system of a projection will be called here. */
  system: string | null;
  rename: string | null;
  onRename: (newName: string) => void;
};

/** The name of an item, what it will be called, and the way to change that. */
export function NameCell({ item, system, rename, onRename }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<"shown" | "editing" | "edited">("shown");
  const editButton = useRef<HTMLButtonElement>(null);
  const { name, newName, origin, renamable } = item;
  if (mode === "editing") {
    const save = (text: string) => {
      setMode("edited");
      onRename(text);
    };
    // The focus is elsewhere by now, and stays there.
    const leave = (text: string) => {
      setMode("shown");
      if (text !== "" && text !== newName) onRename(text);
    };
    return (
      <div>
        <NameEditor item={item} onSave={save} onLeave={leave} onCancel={() => setMode("edited")} />
        <InSystem system={system} />
      </div>
    );
  }
  const edit = t("import.editName");
  return (
    <div>
      <Flex gap={8} align="center" wrap>
        <span className="item-name">{name}</span>
        {newName === name ? null : (
          <span className="item-new-name">
            <span aria-hidden>→</span> <span className="visually-hidden">{t("import.becomes")}</span>{" "}
            {newName}
          </span>
        )}
        {origin ? <ReferenceTag origin={origin} /> : null}
        {renamable ? (
          <Button
            ref={editButton}
            size="small"
            // Both without a border: one that comes or goes makes another element, and the focus is lost.
            type={isProblem(item) ? "link" : "text"}
            icon={<EditOutlined aria-hidden />}
            aria-label={edit}
            // The field went with the focus in it: go on where it came from.
            autoFocus={mode === "edited"}
            onClick={() => setMode("editing")}
          >
            {isProblem(item) ? edit : null}
          </Button>
        ) : null}
        {rename === null ? null : (
          <Hint title={t("import.ownName")}>
            <Button
              size="small"
              type="text"
              icon={<RollbackOutlined aria-hidden />}
              aria-label={t("import.ownName")}
              onClick={() => {
                // This button goes with what it takes back.
                editButton.current?.focus();
                onRename(name);
              }}
            />
          </Hint>
        )}
        {origin && !renamable ? <KeepsName project={origin.source.projectName} /> : null}
      </Flex>
      <InSystem system={system} />
    </div>
  );
}

function InSystem({ system }: Pick<Props, "system">) {
  const { t } = useTranslation();
  return system ? <div className="item-system">{t("import.inSystem", { system })}</div> : null;
}

function KeepsName({ project }: { project: string }) {
  const { t } = useTranslation();
  const words = t("import.keepsName", { project });
  return (
    <Hint title={words}>
      <Button size="small" type="text" icon={<InfoCircleOutlined aria-hidden />} aria-label={words} />
    </Hint>
  );
}

type EditorProps = {
  item: PlanItem;
  onSave: (newName: string) => void;
  /** The user went on without saving or cancelling. */
  onLeave: (newName: string) => void;
  onCancel: () => void;
};

function NameEditor({ item: { newName, suggestedName }, onSave, onLeave, onCancel }: EditorProps) {
  const { t } = useTranslation();
  const initial = suggestedName ?? newName;
  const [text, setText] = useState(initial);
  const typed = text.trim();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    // Escape leaves the name, not the dialog.
    event.stopPropagation();
    onCancel();
  };
  return (
    <Flex
      gap={4}
      align="center"
      wrap
      onMouseDown={keepFocus}
      onBlur={(event) => {
        // A suggestion that was only looked at is not taken.
        if (isLeft(event)) onLeave(typed === initial ? newName : typed);
      }}
    >
      <Input
        autoFocus
        size="small"
        className="name-input"
        aria-label={t("import.newName")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
        onPressEnter={(event) => {
          // Else the same press would also be one of the button that gets the focus back.
          event.preventDefault();
          if (typed !== "") onSave(typed);
        }}
      />
      <Button
        size="small"
        type="primary"
        disabled={typed === ""}
        icon={<CheckOutlined aria-hidden />}
        aria-label={t("import.saveName")}
        onClick={() => onSave(typed)}
      />
      <Button
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t("import.cancelName")}
        onClick={onCancel}
      />
      {suggestedName && text !== suggestedName ? (
        <Button size="small" type="link" onClick={() => setText(suggestedName)}>
          {t("import.suggestion", { name: suggestedName })}
        </Button>
      ) : null}
    </Flex>
  );
}

/** Not every browser gives the focus to a button that is clicked: without this, cancelling would look like leaving. */
function keepFocus(event: MouseEvent) {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}

/** Tells whether the focus went out of an element; with the whole window it only pauses. */
function isLeft({ currentTarget, target, relatedTarget }: FocusEvent): boolean {
  return !currentTarget.contains(relatedTarget) && target !== document.activeElement;
}
