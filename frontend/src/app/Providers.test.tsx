import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Button } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import { Providers } from "./Providers";

afterEach(() => vi.restoreAllMocks());

it.each([true, false])("moves nothing at a click for who wants no motion (%s)", async (isStill) => {
  const plain = window.matchMedia;
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    Object.assign(plain(query), { matches: isStill && query.includes("reduced-motion") }),
  );
  // Only what can be seen moves, and here nothing has a size.
  vi.spyOn(HTMLElement.prototype, "offsetParent", "get").mockReturnValue(document.body);
  render(
    <Providers>
      <Button>Press</Button>
    </Providers>,
  );

  await userEvent.click(screen.getByRole("button", { name: "Press" }));

  // A click shows after a frame or two.
  const moving = () => document.querySelectorAll("[class*=wave]").length;
  await new Promise((shown) => setTimeout(shown, 100));
  await waitFor(() => expect(moving()).toBe(isStill ? 0 : 1));
});
