import { lazy, Suspense } from "react";
import { CodeText } from "./CodeText";

type Props = {
  label: string;
  language: "json" | "javascript";
  /** What it starts with; another text needs another `key`. */
  text: string;
  /** Without it the code is read only. */
  onChange?: (text: string) => void;
  /** The id of what is said about the code. */
  describedBy?: string;
};

// The largest part of the app, and few people look at code.
const CodeMirror = lazy(() => import("./CodeMirror").then((module) => ({ default: module.CodeMirror })));

/** Code with highlighting, to read or to edit. It is only ever text: nothing here runs it. */
export function CodeEditor(props: Props) {
  return (
    <Suspense fallback={<CodeText label={props.label} text={props.text} />}>
      <CodeMirror {...props} />
    </Suspense>
  );
}
