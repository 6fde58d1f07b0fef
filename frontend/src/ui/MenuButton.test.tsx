import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { renderAt } from "@/test/render";
import { MenuButton } from "./MenuButton";

function open(onClick = vi.fn()) {
  const items = [
    { key: "import", label: "Import", disabled: true },
    { key: "export", label: "Export" },
    { key: "share", label: "Share" },
  ];
  const { user } = renderAt(<MenuButton menu={{ items, onClick }}>Move</MenuButton>);
  return { user, button: screen.getByRole("button", { name: "Move" }) };
}

describe("a button with a menu", () => {
  it.each(["{Enter}", " ", "{ArrowDown}"])(
    "opens by the key %j, with the first choice focused",
    async (key) => {
      const { user, button } = open();
      expect(button).toHaveAttribute("aria-haspopup", "menu");
      expect(button).toHaveAttribute("aria-expanded", "false");

      button.focus();
      await user.keyboard(key);

      await waitFor(() => expect(screen.getByRole("menuitem", { name: "Export" })).toHaveFocus());
      expect(button).toHaveAttribute("aria-expanded", "true");
    },
  );

  it.each([true, false])(
    "has the focus again once its menu is closed (by a choice: %s)",
    async (isChoice) => {
      const onClick = vi.fn();
      const { user, button } = open(onClick);
      button.focus();
      await user.keyboard("{ArrowDown}");
      await waitFor(() => expect(screen.getByRole("menuitem", { name: "Export" })).toHaveFocus());

      if (isChoice) await user.click(screen.getByRole("menuitem", { name: "Share" }));
      else await user.keyboard("{Escape}");

      await waitFor(() => expect(button).toHaveFocus());
      expect(button).toHaveAttribute("aria-expanded", "false");
      expect(onClick).toHaveBeenCalledTimes(isChoice ? 1 : 0);
    },
  );
});
