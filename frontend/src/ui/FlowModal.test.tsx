import { act, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { Link } from "react-router";
import { expect, it } from "vitest";
import { renderAt } from "@/test/render";
import { FlowModal } from "./FlowModal";

it.each([
  [false, "Nothing has been written yet."],
  [true, "It may be done all the same: Transfers tells how it ended."],
])("says what leaving the page means (while the server works: %s)", async (isBusy, hint) => {
  const { user } = renderAt(
    <FlowModal title="Import" isUnsaved isBusy={isBusy} onClose={() => undefined}>
      {() => <Link to="/elsewhere">Elsewhere</Link>}
    </FlowModal>,
    "/",
    "/",
  );
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));

  await waitFor(() => expect(screen.getByText(hint)).toBeVisible());
});

it("no longer asks about leaving once the server is done, and stays", async () => {
  let finish: () => void = () => undefined;
  function Importing() {
    const [isDone, setDone] = useState(false);
    finish = () => setDone(true);
    return (
      <FlowModal title="Import" isUnsaved={!isDone} isBusy={!isDone} onClose={() => undefined}>
        {() => (isDone ? "Imported" : <Link to="/elsewhere">Elsewhere</Link>)}
      </FlowModal>
    );
  }
  const { user, router } = renderAt(<Importing />, "/", "/");
  await user.click(screen.getByRole("link", { name: "Elsewhere" }));
  const stay = await screen.findByRole("button", { name: "Keep editing" });

  act(finish);

  const states = () => [...router.state.blockers.values()].map(({ state }) => state);
  await waitFor(() => expect(states()).toEqual(["unblocked"]));
  await waitFor(() => expect(stay).not.toBeVisible());
  expect(screen.getByText("Imported")).toBeVisible();
  expect(router.state.location.pathname).toBe("/");
});
