import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Move } from "./planView";

const SHOWN = 10;

/** Says that the project changed meanwhile, and which rows are no longer what they were. */
export function StaleAlert({ moved }: { moved: readonly Move[] }) {
  const { t } = useTranslation();
  const status = (of: Move["from"]) => (of === null ? t("stale.none") : t(`status.${of}`));
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t("stale.title")}
      description={
        <>
          <p>{t("stale.hint")}</p>
          <ul>
            {moved.slice(0, SHOWN).map(({ kind, name, from, to }) => (
              <li key={`${kind}/${name}`}>
                {t(`kind.${kind}`)} <strong>{name}</strong>: {status(from)} → {status(to)}
              </li>
            ))}
          </ul>
          {moved.length > SHOWN ? <p>{t("list.more", { count: moved.length - SHOWN })}</p> : null}
        </>
      }
    />
  );
}
