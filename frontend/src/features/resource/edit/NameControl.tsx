import { Tooltip } from "antd";
import { type KeyboardEvent, type SyntheticEvent, useState } from "react";
import { FaultWords, type Props, useFaults } from "./controls";

/** A name or another text without lines: it is wrapped where there is no room, so that all of it is in sight. */
export function NameControl({ label, value, faults, onChange }: Props<string>) {
  const { said, id } = useFaults(faults);
  return (
    <>
      <span className="wrapping">
        <textarea
          className="control"
          aria-label={label}
          {...said}
          rows={1}
          value={value}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={saveOnEnter}
          onChange={({ target }) => onChange(target.value.replace(/[\r\n]+/g, ""))}
        />
        {/* What makes room for the lines. */}
        <span className="control-text" aria-hidden>
          {value}
        </span>
      </span>
      <FaultWords id={id} faults={faults} />
    </>
  );
}

/** As in a text field of one line. */
function saveOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.querySelector<HTMLElement>("[type=submit]")?.click();
}

/** A name for which others are suggested. Only a field of one line can do that: a name that is cut has a tooltip. */
export function SuggestedNameControl({
  label,
  value,
  faults,
  onChange,
  list,
}: Props<string> & { list: string }) {
  const { said, id } = useFaults(faults);
  const [isTold, setTold] = useState(false);
  const tellIfCut = ({ currentTarget }: SyntheticEvent<HTMLInputElement>) =>
    setTold(currentTarget.scrollWidth > currentTarget.clientWidth);
  const hush = () => setTold(false);
  return (
    <>
      <Tooltip title={value} open={isTold}>
        <span>
          <input
            className="control"
            aria-label={label}
            {...said}
            list={list}
            value={value}
            spellCheck={false}
            autoComplete="off"
            onFocus={tellIfCut}
            onPointerEnter={tellIfCut}
            onBlur={hush}
            onPointerLeave={hush}
            onKeyDown={({ key }) => key === "Escape" && hush()}
            onChange={(event) => {
              tellIfCut(event);
              onChange(event.target.value);
            }}
          />
        </span>
      </Tooltip>
      <FaultWords id={id} faults={faults} />
    </>
  );
}
