import { act, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderAt } from "@/test/render";
import { useLeaveGuard } from "./useLeaveGuard";

function Form() {
  const { ask, dialog } = useLeaveGuard(true, { title: "Leave?", hint: "It is lost.", leave: "Leave" });
  return (
    <>
      <button type="button" onClick={() => ask(() => undefined)}>
        Cancel
      </button>
      {dialog}
    </>
  );
}

it.each(["{Escape}", "{Enter}"])(
  "asks with the safe answer focused, and gives the focus back after %s",
  async (key) => {
    const { user } = renderAt(<Form />, "/", "/");
    const cancel = screen.getByRole("button", { name: "Cancel" });
    for (const _ of ["first", "second"]) {
      await user.click(cancel);
      await waitFor(() => expect(screen.getByRole("button", { name: "Keep editing" })).toHaveFocus());

      await user.keyboard(key);

      await waitFor(() => expect(cancel).toHaveFocus());
    }
  },
);

it("asks before another query", async () => {
  const { router } = renderAt(<Form />, "/?page=9", "/");
  await act(() => router.navigate("/?page=8"));
  await waitFor(() => expect(screen.getByText("Leave?")).toBeVisible());
  expect(router.state.location.search).toBe("?page=9");
});

it("asks nothing when a page corrects its own query", async () => {
  const { router } = renderAt(<Form />, "/?page=9", "/");
  await act(() => router.navigate("/?page=8", { replace: true }));
  expect(router.state.location.search).toBe("?page=8");
  expect(screen.queryByText("Leave?")).toBeNull();
});
