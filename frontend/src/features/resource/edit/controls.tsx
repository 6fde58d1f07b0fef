import { DownOutlined } from "@ant-design/icons";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "@/api/types";
import { faultText } from "@/i18n/issueText";
import { LongName } from "@/ui/LongName";
import { Words } from "@/ui/Words";
import { LISTS } from "./draft";

/** A control of the forms: the browser's own, since a table may have hundreds of them. */
export type Props<Value> = {
  label: string;
  value: Value;
  faults?: readonly Fault[];
  onChange: (value: Value) => void;
};

/** A text that may be long: it takes the lines that it needs. */
export function LongTextControl({ label, value, faults, onChange }: Props<string>) {
  const { said, id } = useFaults(faults);
  return (
    <>
      <textarea
        className="control control-growing"
        aria-label={label}
        {...said}
        rows={1}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <FaultWords id={id} faults={faults} />
    </>
  );
}

export function NumberControl({ label, value, faults, onChange }: Props<number | undefined>) {
  const { said, id } = useFaults(faults);
  return (
    <>
      <input
        type="number"
        className="control"
        aria-label={label}
        {...said}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.valueAsNumber)}
      />
      <FaultWords id={id} faults={faults} />
    </>
  );
}

type SelectProps = Props<string> & { choices: readonly string[]; none?: string };

/** A choice; what is there now can stay, also where nobody would choose it. `none` is the choice of no value. */
export function SelectControl({ label, value, faults, onChange, choices, none }: SelectProps) {
  const { said, id } = useFaults(faults);
  const isOther = !choices.includes(value) && (value !== "" || none === undefined);
  return (
    <>
      <span className="wrapping">
        <select
          className="control"
          aria-label={label}
          {...said}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {none === undefined ? null : <option value="">{none}</option>}
          {isOther ? <option value={value}>{value}</option> : null}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
        {/* What is seen of it: browsers cut the name of a choice. */}
        <span className="control-text control-seen" aria-hidden>
          <span>{value === "" ? none : <LongName name={value} />}</span>
          <DownOutlined />
        </span>
      </span>
      <FaultWords id={id} faults={faults} />
    </>
  );
}

export function CheckControl({ label, value, faults, onChange }: Props<boolean>) {
  const { said, id } = useFaults(faults);
  return (
    <>
      <input
        type="checkbox"
        aria-label={label}
        {...said}
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      <FaultWords id={id} faults={faults} />
    </>
  );
}

type FaultProps = {
  id?: string;
  faults?: readonly Fault[];
  /** Why a text is no JSON now, as the browser says it. */
  misread?: string;
};

/** What is wrong with a control, beside it, in the language shown. */
export function FaultWords({ id, faults = [], misread }: FaultProps) {
  const { t } = useTranslation();
  if (faults.length === 0 && misread === undefined) return null;
  return (
    <span id={id} className="cell-fault">
      {misread === undefined ? (
        <Sentences faults={faults} />
      ) : (
        <Words text={t("edit.notJson", { fault: misread })} />
      )}
    </span>
  );
}

/** Faults one after the other; one that is deep inside of its place says where. */
export function Sentences({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTranslation();
  const sentence = (fault: Fault) => {
    const pointer = insideOf(fault);
    return pointer === null ? faultText(fault) : `${t("fault.pointer", { pointer })} ${faultText(fault)}`;
  };
  return <Words text={faults.map(sentence).join(" ")} />;
}

/** What a pointer says beyond the place of its fault: beyond a member of the entry, or a cell of its lists. */
function insideOf({ pointer }: Fault): string | null {
  const [, , member, ...inside] = pointer?.split("/") ?? [];
  const isList = LISTS.some((list) => list === member);
  const beyond = isList ? inside.slice(2) : inside;
  return beyond.length > 0 ? `/${beyond.join("/")}` : null;
}

/** Says of a control that something is wrong with it, and where that is told. */
export function useFaults(faults: readonly Fault[] | undefined) {
  const id = useId();
  const said = faults === undefined ? {} : { "aria-invalid": true, "aria-describedby": id };
  return { id, said };
}
