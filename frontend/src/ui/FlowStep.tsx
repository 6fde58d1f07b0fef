import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { isFocusLost } from "./focus";

type Props = {
  children: ReactNode;
  /** What is said beside the buttons. */
  note?: ReactNode;
  /** The buttons, the last one leads on. */
  buttons: ReactNode;
};

/** One step of a flow: its body scrolls by itself, its buttons stay. */
export function FlowStep({ children, note, buttons }: Props) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that led here went with its step, or with what it ended: go on in this one.
    if (isFocusLost()) body.current?.focus();
  });
  return (
    <>
      <div className="flow-body" ref={body} tabIndex={-1}>
        {children}
      </div>
      <footer className="flow-footer" onClickCapture={ignoreRepeated}>
        <span>{note}</span>
        <span className="flow-buttons">{buttons}</span>
      </footer>
    </>
  );
}

/** The second click of a double click would be one on the next step, which nobody has seen yet. */
function ignoreRepeated(event: MouseEvent) {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}
