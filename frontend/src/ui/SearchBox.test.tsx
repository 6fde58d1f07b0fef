import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { renderAt } from "@/test/render";
import { FlowModal } from "./FlowModal";
import { SearchBox } from "./SearchBox";

it("clears its text at Escape, and only without one leaves the key to the dialog around it", async () => {
  const onClose = vi.fn();
  function Search() {
    const [text, setText] = useState("");
    return <SearchBox label="Search" value={text} onSearch={setText} wait={0} />;
  }
  const { user } = renderAt(
    <FlowModal title="Export" isUnsaved={false} isBusy={false} onClose={onClose}>
      {() => <Search />}
    </FlowModal>,
    "/",
    "/",
  );
  const box = screen.getByRole("searchbox", { name: "Search" });
  await user.type(box, "orders");

  await user.keyboard("{Escape}");
  await waitFor(() => expect(box).toHaveValue(""));
  expect(onClose).not.toHaveBeenCalled();

  await user.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});
