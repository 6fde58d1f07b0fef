import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { REFERENCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { ReferenceTag } from "./ReferenceTag";

describe("the Reference tag", () => {
  it.each(["hover", "focus"])("tells project, branch and time on %s", async (how) => {
    const { user } = renderAt(<ReferenceTag origin={REFERENCE} />);

    if (how === "hover") await user.hover(screen.getByRole("button", { name: "Reference" }));
    else await user.tab();

    expect(await screen.findByText("Source project")).toBeInTheDocument();
    expect(screen.getByText("Shop")).toBeInTheDocument();
    expect(screen.getByText("main")).toBeInTheDocument();
    expect(screen.getByText(/Feb 20, 2026/)).toBeInTheDocument();
  });
});
