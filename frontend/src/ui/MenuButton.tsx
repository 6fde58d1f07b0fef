import { Button, type ButtonProps, Dropdown, type MenuProps } from "antd";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";

type Props = ButtonProps & { menu: MenuProps; ref?: RefObject<HTMLButtonElement | null> };

/** A button with a menu, which takes the focus as it opens, and gives it back as it closes. */
export function MenuButton({ menu, ref, ...button }: Props) {
  const [isOpen, setOpen] = useState(false);
  const own = useRef<HTMLButtonElement>(null);
  const place = ref ?? own;
  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    setOpen(true);
  };
  const change = (willOpen: boolean) => {
    setOpen(willOpen);
    // Who clicks elsewhere has the focus there.
    if (!willOpen && document.activeElement?.closest("[role=menu]")) place.current?.focus();
  };
  return (
    <Dropdown
      autoFocus
      menu={menu}
      trigger={["click"]}
      open={isOpen}
      onOpenChange={change}
      getPopupContainer={(opener) => opener.parentElement ?? document.body}
    >
      <Button {...button} ref={place} aria-haspopup="menu" aria-expanded={isOpen} onKeyDown={openByArrow} />
    </Dropdown>
  );
}
