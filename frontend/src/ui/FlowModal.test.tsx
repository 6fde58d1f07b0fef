import { screen, waitFor } from "@testing-library/react";
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
