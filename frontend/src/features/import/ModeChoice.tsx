import { Alert, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Mode, Plan } from "@/api/types";
import { MODES } from "./labels";

type Props = {
  mode: Mode;
  /** The destination, when its architecture rules references out. */
  blockedBy: Plan["destination"] | null;
  onChange: (mode: Mode) => void;
};

/** As a reference or as a resource, with what each means. */
export function ModeChoice({ mode, blockedBy, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="mode-choice">
      <legend>{t("mode.label")}</legend>
      <Radio.Group
        value={mode}
        onChange={(event) => onChange(MODES.find((each) => each === event.target.value) ?? mode)}
      >
        {MODES.map((each) => (
          <div key={each} className="mode-option">
            <Radio
              value={each}
              disabled={each === "reference" && blockedBy !== null}
              aria-describedby={`mode-${each}`}
            >
              {t(`mode.${each}`)}
            </Radio>
            <p id={`mode-${each}`}>{t(`mode.${each}Hint`)}</p>
          </div>
        ))}
      </Radio.Group>
      {blockedBy === null ? null : <Evidence destination={blockedBy} />}
    </fieldset>
  );
}

function Evidence({ destination: { architecture, evidence } }: { destination: Plan["destination"] }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      role="note"
      title={t("mode.blocked")}
      description={
        <>
          <p>{t(`architecture.${architecture}`)}</p>
          {evidence.length === 0 ? <p>{t("mode.noServices")}</p> : <p>{t("mode.lookedAt")}</p>}
          <ul className="evidence">
            {evidence.map(({ service, signal }) => (
              <li key={`${service} ${signal}`}>
                <code>{service}</code>: {signal}
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}
