import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CodeLine, showHidden } from "./codeLines";
import "./CodeLines.css";

type Props = {
  label: string;
  lines: readonly CodeLine[];
  /** Numbers of lines that stand out. */
  marked?: ReadonlySet<number>;
};

/** More would make a page slow, and nobody reads them in one go. */
const SHOWN = 1_000;

/** Code as numbered lines, with what was added and removed: whatever it holds, it is shown and never run. */
export function CodeLines({ label, lines, marked }: Props) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, SHOWN);
  const rest = lines.length - shown.length;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long code must scroll by keyboard */}
      <div role="group" className="code-lines" aria-label={label} tabIndex={0}>
        {shown.map((line, index) => (
          <OneLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else that is its own
            key={index}
            line={line}
            isMarked={line.number !== null && marked?.has(line.number) === true}
          />
        ))}
      </div>
      {rest > 0 ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {t("code.showRest", { count: rest })}
        </Button>
      ) : null}
    </>
  );
}

const WRAPPERS = { "+": "ins", "-": "del", " ": "span" } as const;

function OneLine({ line: { sign, number, text }, isMarked }: { line: CodeLine; isMarked: boolean }) {
  const Wrapper = WRAPPERS[sign];
  return (
    <div
      className={isMarked ? "code-line code-line-marked" : "code-line"}
      data-sign={sign.trim() || undefined}
    >
      <span className="code-number" aria-hidden>
        {number}
      </span>
      <span className="code-sign" aria-hidden>
        {sign}
      </span>
      <Wrapper className="code-line-text">
        <code>{showHidden(text)}</code>
      </Wrapper>
    </div>
  );
}
