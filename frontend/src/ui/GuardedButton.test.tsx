import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderAt } from "@/test/render";
import { GuardedButton } from "./GuardedButton";

describe("a button that may not be used", () => {
  it.each(["hover", "focus"])("shows why on %s", async (how) => {
    const { user } = renderAt(<GuardedButton reason="readOnlyBranch">Edit</GuardedButton>);

    if (how === "hover") await user.hover(screen.getByRole("note"));
    else await user.tab();

    expect(await screen.findByRole("tooltip")).toHaveTextContent("This branch is read only");
  });
});
