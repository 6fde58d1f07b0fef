import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { makeIssue, makeItem, makePlan } from "@/test/make";
import { answerPlans, chooseAndGoOn, open } from "./importTesting";

const BLOCKED = makeItem({ name: "b", status: "blocked", issues: [makeIssue("architecture")] });
const INVALID = makeItem({ name: "b", status: "invalid-name", issues: [makeIssue("invalid-name")] });

describe("what is blocked", () => {
  it("is deselected at once, and the focus goes on at the search", async () => {
    const asked = answerPlans(({ choices }) =>
      makePlan({
        items: [makeItem({ name: "a" }), { ...BLOCKED, selected: choices.selection === undefined }],
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("button", { name: "Deselect blocked" }));

    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveFocus());
    expect(asked.at(-1)?.choices.selection?.projections).toEqual(["a"]);
    expect(screen.queryByRole("button", { name: "Deselect blocked" })).not.toBeInTheDocument();
  });
});

describe("a row that a filter no longer leaves", () => {
  it("gives the focus to the search", async () => {
    answerPlans(({ choices }) =>
      makePlan({
        items: [makeItem({ name: "a" }), { ...INVALID, selected: choices.selection === undefined }],
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await user.click(await screen.findByRole("checkbox", { name: "Only problems" }));

    await user.click(screen.getByRole("checkbox", { name: "b" }));

    await waitFor(() => expect(screen.queryByRole("checkbox", { name: "b" })).not.toBeInTheDocument());
    expect(screen.getByRole("searchbox")).toHaveFocus();
  });
});
