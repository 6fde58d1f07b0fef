import { useTranslation } from "react-i18next";
import type { Kept } from "@/api/types";

/** What an undo left alone, and why. */
export function KeptList({ kept }: { kept: readonly Kept[] }) {
  const { t } = useTranslation();
  if (kept.length === 0) return null;
  return (
    <>
      <strong>{t("undo.kept", { count: kept.length })}</strong>
      <ul>
        {kept.map(({ kind, name, reason }) => (
          <li key={`${kind}/${name}`}>
            {t(`kind.${kind}`)} <strong>{name}</strong>: {t(`undo.reason.${reason}`)}
          </li>
        ))}
      </ul>
    </>
  );
}
