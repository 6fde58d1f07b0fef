import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, type Mock, vi } from "vitest";
import { makeItem } from "@/test/make";
import { renderAt } from "@/test/render";
import { NameCell } from "./NameCell";

describe("a new name that is typed", () => {
  let onRename: Mock;
  let user: UserEvent;

  beforeEach(async () => {
    onRename = vi.fn();
    user = renderAt(
      <>
        <NameCell item={makeItem()} system={null} rename={null} onRename={onRename} />
        <button type="button">Elsewhere</button>
      </>,
    ).user;
    await user.click(screen.getByRole("button", { name: "Edit name" }));
  });

  const elsewhere = () => screen.getByRole("button", { name: "Elsewhere" });

  it("is taken when the user goes on elsewhere, who stays there", async () => {
    await user.keyboard("pr_buyers");
    await user.click(elsewhere());

    expect(onRename.mock.calls).toEqual([["pr_buyers"]]);
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
    expect(elsewhere()).toHaveFocus();
  });

  it.each(["Enter", "tick"])("is taken once by %s", async (way) => {
    await user.keyboard("pr_buyers");
    if (way === "Enter") await user.keyboard("{Enter}");
    else await user.click(screen.getByRole("button", { name: "Save name" }));

    expect(onRename.mock.calls).toEqual([["pr_buyers"]]);
  });

  it.each(["Escape", "button"])("is given up by cancelling, with %s", async (way) => {
    await user.keyboard("pr_buyers");
    if (way === "Escape") await user.keyboard("{Escape}");
    else await user.click(screen.getByRole("button", { name: "Cancel rename" }));

    expect(onRename).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Edit name" })).toHaveFocus();
  });

  it("is none when what is suggested was only looked at", async () => {
    const item = makeItem({ name: "taken", newName: "taken", suggestedName: "taken_1" });
    user = renderAt(<NameCell item={item} system={null} rename={null} onRename={onRename} />).user;
    await user.click(screen.getByRole("button", { name: "Edit name" }));
    await user.click(elsewhere());

    expect(onRename).not.toHaveBeenCalled();
  });

  it("is none while the field is empty or as before", async () => {
    await user.click(elsewhere());
    await user.click(screen.getByRole("button", { name: "Edit name" }));
    await user.clear(screen.getByRole("textbox"));
    await user.click(elsewhere());

    expect(onRename).not.toHaveBeenCalled();
  });
});

it("takes a new name back, and the focus goes to what gives another one", async () => {
  function Cell() {
    const [rename, setRename] = useState<string | null>("pr_buyers");
    return <NameCell item={makeItem()} system={null} rename={rename} onRename={() => setRename(null)} />;
  }
  const { user } = renderAt(<Cell />);

  await user.click(screen.getByRole("button", { name: "Back to its own name" }));

  expect(screen.queryByRole("button", { name: "Back to its own name" })).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Edit name" })).toHaveFocus();
});
