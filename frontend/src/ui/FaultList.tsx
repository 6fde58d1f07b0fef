import { useTranslation } from "react-i18next";
import type { Fault } from "@/api/types";
import { faultPlace, faultText } from "@/i18n/issueText";
import { Words } from "./Words";

/** Lists faults, each with the place where it is. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTranslation();
  const place = (fault: Fault) => {
    const found = faultPlace(fault);
    if (found === null) return null;
    if (!("line" in found)) return t("fault.pointer", found);
    const { pointer } = fault;
    return pointer ? t("fault.lineColumnPointer", { ...found, pointer }) : t("fault.lineColumn", found);
  };
  return (
    <ul className="fault-list">
      {faults.map((fault) => (
        <li
          key={`${fault.code} ${fault.pointer ?? ""} ${fault.line ?? ""} ${fault.column ?? ""} ${fault.message}`}
        >
          <span className="fault-place">{place(fault)}</span> <Words text={faultText(fault)} />
        </li>
      ))}
    </ul>
  );
}
