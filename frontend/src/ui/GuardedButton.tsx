import { Button, type ButtonProps } from "antd";
import { useTranslation } from "react-i18next";
import type { Reason } from "@/api/scope";
import { Hint } from "./Hint";

type Props = ButtonProps & { reason: Reason | null };

/** A button that, when it may not be used, says why on hover and focus. */
export function GuardedButton({ reason, ...button }: Props) {
  const { t } = useTranslation();
  if (reason === null) return <Button {...button} />;
  const words = t(`reason.${reason}`);
  return (
    <Hint title={words}>
      {/* A disabled button has no hover and no focus of its own. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by keyboard */}
      <span tabIndex={0} role="note" aria-label={words}>
        <Button {...button} disabled />
      </span>
    </Hint>
  );
}
