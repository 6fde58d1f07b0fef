import { Tooltip, type TooltipProps } from "antd";

/** A few words about an element, for the mouse and for the keyboard: on hover and on focus. */
export function Hint(props: TooltipProps) {
  return <Tooltip trigger={["hover", "focus"]} {...props} />;
}
