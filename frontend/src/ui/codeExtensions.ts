import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.regexp], color: "var(--code-string)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: "var(--code-name)" },
]);

const LANGUAGES = { json, javascript } as const;
export type CodeLanguage = keyof typeof LANGUAGES;

/** How all code looks. Special characters are shown: what came by a file may hide things. */
function look(language: CodeLanguage): Extension {
  return [
    LANGUAGES[language](),
    syntaxHighlighting(COLOURS),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
  ];
}

/** Code that can be read, scrolled and selected by keyboard, and not changed. */
export function readingCode(language: CodeLanguage, attributes: Record<string, string>): Extension {
  return [
    look(language),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ ...attributes, role: "group", tabindex: "0" }),
  ];
}

/** Code that can be changed. Tab indents; after Escape it goes to the next element. */
export function editingCode(
  language: CodeLanguage,
  attributes: Record<string, string>,
  onChange: (text: string) => void,
): Extension {
  return [
    look(language),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    // It has the focus by being editable, which not every tool counts.
    EditorView.contentAttributes.of({ ...attributes, tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}
