import { DownOutlined } from "@ant-design/icons";
import { useId } from "react";
import { LongName } from "@/ui/LongName";
import { Words } from "@/ui/Words";

/** A control of the forms: the browser's own, since a table may have hundreds of them. */
export type Props<Value> = {
  label: string;
  value: Value;
  fault?: string;
  onChange: (value: Value) => void;
};

/** A text that may be long: it takes the lines that it needs. */
export function LongTextControl({ label, value, fault, onChange }: Props<string>) {
  const { said, id } = useFault(fault);
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
      <FaultWords id={id} fault={fault} />
    </>
  );
}

export function NumberControl({ label, value, fault, onChange }: Props<number | undefined>) {
  const { said, id } = useFault(fault);
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
      <FaultWords id={id} fault={fault} />
    </>
  );
}

type SelectProps = Props<string> & { choices: readonly string[]; none?: string };

/** A choice; what is there now can stay, also where nobody would choose it. `none` is the choice of no value. */
export function SelectControl({ label, value, fault, onChange, choices, none }: SelectProps) {
  const { said, id } = useFault(fault);
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
      <FaultWords id={id} fault={fault} />
    </>
  );
}

export function CheckControl({ label, value, fault, onChange }: Props<boolean>) {
  const { said, id } = useFault(fault);
  return (
    <>
      <input
        type="checkbox"
        aria-label={label}
        {...said}
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      <FaultWords id={id} fault={fault} />
    </>
  );
}

/** What is wrong with a control, beside it. */
export function FaultWords({ id, fault }: { id?: string; fault?: string }) {
  if (fault === undefined) return null;
  return (
    <span id={id} className="cell-fault">
      <Words text={fault} />
    </span>
  );
}

/** Says of a control that something is wrong with it, and where that is told. */
export function useFault(fault: string | undefined) {
  const id = useId();
  const said = fault === undefined ? {} : { "aria-invalid": true, "aria-describedby": id };
  return { id, said };
}
