import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { makeIssue, makeItem, makePlan } from "@/test/make";
import { answerPlans, chooseAndGoOn, open } from "./importTesting";

const CONFLICT = makeItem({ name: "orders", status: "conflict", issues: [makeIssue("conflict")] });
const SINGLE_VIEW = makeItem({ kind: "singleView", name: "sv_orders", system: null });
const SAME = makeItem({ kind: "castFunction", name: "castCents", system: null, status: "unchanged" });

describe("a tab of the selection without a row", () => {
  let user: UserEvent;

  beforeEach(async () => {
    answerPlans(() => makePlan({ items: [CONFLICT, SINGLE_VIEW, SAME] }));
    user = open().user;
    await chooseAndGoOn(user);
    await screen.findByRole("tab", { name: /Projections/ });
  });

  it("says that the search finds nothing here, and where it does", async () => {
    await user.type(screen.getByRole("searchbox"), "sv_");

    expect(await screen.findByText("Nothing in this tab matches “sv_”")).toBeVisible();
    expect(screen.getByText("There are some in: Single Views (1)")).toBeVisible();
  });

  it("says that its items have no problem, and where there are some", async () => {
    await user.click(screen.getByRole("tab", { name: /Single Views/ }));
    await user.click(screen.getByRole("checkbox", { name: "Only problems" }));

    expect(screen.getByText("No problems in this tab")).toBeVisible();
    expect(screen.getByText("There are some in: Projections (1)")).toBeVisible();
  });

  it("says that nothing in it changes, and where something does", async () => {
    await user.click(screen.getByRole("tab", { name: /Cast Functions/ }));
    await user.click(screen.getByRole("checkbox", { name: "Only changes" }));

    expect(screen.getByText("No changes in this tab")).toBeVisible();
    expect(screen.getByText("There are some in: Projections (1), Single Views (1)")).toBeVisible();
  });

  it("keeps the last change in it in view when that was deselected, and the filter", async () => {
    await user.click(screen.getByRole("checkbox", { name: "Only changes" }));
    answerPlans(() =>
      makePlan({ items: [SAME, { ...CONFLICT, selected: false }], summary: { deselected: 1 } }),
    );

    await user.click(screen.getByRole("checkbox", { name: "orders" }));

    expect(await screen.findByText("1 not selected")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "orders" })).not.toBeChecked();
    expect(screen.getByRole("checkbox", { name: "Only changes" })).toBeChecked();
  });
});
