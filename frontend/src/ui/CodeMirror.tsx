import "./CodeMirror.css";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type CodeLanguage, editingCode, readingCode } from "./codeExtensions";

type Props = {
  label: string;
  language: CodeLanguage;
  text: string;
  onChange?: (text: string) => void;
  describedBy?: string;
};

/** The editor itself; use `CodeEditor`, which fetches it when it is needed. */
export function CodeMirror({ label, language, text, onChange, describedBy }: Props) {
  const { t } = useTranslation();
  const hintId = useId();
  const place = useRef<HTMLDivElement>(null);
  const isEditable = onChange !== undefined;
  const open = useEffectEvent((parent: HTMLElement) => {
    const said = describedBy === undefined ? hintId : `${describedBy} ${hintId}`;
    const extensions = isEditable
      ? editingCode(language, { "aria-label": label, "aria-describedby": said }, report)
      : readingCode(language, { "aria-label": label });
    const view = new EditorView({ parent, doc: text, extensions });
    // The editor says these of all that it shows; a group, which is only read, has neither.
    if (!isEditable)
      for (const name of ["aria-multiline", "aria-readonly"]) view.contentDOM.removeAttribute(name);
    return view;
  });
  const report = useEffectEvent((changed: string) => onChange?.(changed));
  useEffect(() => {
    if (place.current === null) return undefined;
    const view = open(place.current);
    return () => view.destroy();
  }, []);
  return (
    <>
      <div className="code-editor" ref={place} />
      {isEditable ? (
        <p id={hintId} className="secondary code-hint">
          {t("code.leave")}
        </p>
      ) : null}
    </>
  );
}
