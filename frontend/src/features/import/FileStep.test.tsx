import { screen } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, it } from "vitest";
import { makePlan } from "@/test/make";
import { server } from "@/test/server";
import { answerPlans, choose, open, PLAN } from "./importTesting";

describe("the dialog Import, for who does not see it,", () => {
  it("tells what is in a file once it is checked", async () => {
    answerPlans(() => makePlan());
    const { user } = open();

    await choose(user);

    const told = await screen.findByText("Checked: 1 Projection");
    expect(told).toHaveAttribute("aria-live", "polite");
  });

  it("keeps the focus when the sending is stopped", async () => {
    server.use(http.post(PLAN, () => new Promise(() => {})));
    const { user } = open();
    await choose(user);

    await user.click(await screen.findByRole("button", { name: "Stop sending" }));

    expect(screen.queryByRole("button", { name: "Stop sending" })).not.toBeInTheDocument();
    expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
  });
});
