import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useRef } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Fault } from "@/api/types";
import { isFocusLost } from "@/ui/focus";
import { objectsOf, stringOf } from "../entry";
import { FaultWords } from "./controls";
import { withPart } from "./draft";
import { SuggestedNameControl } from "./NameControl";

type Props = {
  label: string;
  list: string;
  value: unknown;
  faults: readonly Fault[] | undefined;
  onChange: (value: unknown) => void;
};

/** The fields of an index in their order, each ascending or descending. */
export function IndexFields({ label, list, value, faults, onChange }: Props) {
  const { t } = useTranslation();
  const fields = objectsOf(value);
  const edit = (position: number, part: string, changed: unknown) =>
    onChange(fields.map((field, each) => (each === position ? withPart(field, part, changed) : field)));
  const faultId = useId();
  const group = useRef<HTMLDivElement>(null);
  const focus = (selector: string) => group.current?.querySelector<HTMLElement>(selector)?.focus();
  const add = () => {
    flushSync(() => onChange([...fields, { name: "", order: 1 }]));
    focus(".index-field:last-of-type input");
  };
  const remove = (position: number) => {
    flushSync(() => onChange(fields.toSpliced(position, 1)));
    if (isFocusLost()) focus("[data-add]");
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is never narrower than its content, as a cell may be
    <div ref={group} role="group" aria-label={label} aria-describedby={faults && faultId}>
      {fields.map((field, position) => {
        const of = `${label}, ${position + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field of an index is its position
          <div key={position} className="index-field">
            <SuggestedNameControl
              label={of}
              list={list}
              value={stringOf(field.name)}
              onChange={(name) => edit(position, "name", name)}
            />
            <select
              className="control"
              aria-label={t("edit.order", { field: of })}
              value={field.order === -1 ? -1 : 1}
              onChange={({ target }) => edit(position, "order", Number(target.value))}
            >
              <option value={1}>{t("edit.ascending")}</option>
              <option value={-1}>{t("edit.descending")}</option>
            </select>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("edit.removeOf", { field: of })}
              onClick={() => remove(position)}
            />
          </div>
        );
      })}
      <Button
        type="link"
        size="small"
        icon={<PlusOutlined aria-hidden />}
        data-add
        aria-label={t("edit.addTo", { field: label })}
        onClick={add}
      >
        {t("edit.addField")}
      </Button>
      <FaultWords id={faultId} faults={faults} />
    </div>
  );
}
