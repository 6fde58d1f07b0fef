import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Comparison } from "@/api/types";
import { makeComparison, makeIssue, makeItem, makePlan, makeProblem, makeReceipt } from "@/test/make";
import { server } from "@/test/server";
import { answerPlans, chooseAndGoOn, clickWhenReady, confirmButton, IMPORTS, open } from "./importTesting";

const COMPARISON = "*/api/projects/insights/imports/comparison";
const FUNCTION = makeItem({
  kind: "castFunction",
  name: "castCents",
  issues: [{ ...makeIssue("code-review"), severity: "info" }],
});

function answerComparison(...items: Comparison[]) {
  server.use(http.post(COMPARISON, () => HttpResponse.json({ items })));
}

function answerImports() {
  const applied: true[] = [];
  server.use(
    http.post(IMPORTS, () => {
      applied.push(true);
      return HttpResponse.json(makeReceipt(), { status: 201 });
    }),
  );
  return applied;
}

afterEach(() => vi.useRealTimers());

describe("the dialog Import, review of code", () => {
  it("shows new code with what stands out, and imports only after it was reviewed", async () => {
    answerPlans(() => makePlan({ items: [FUNCTION] }));
    answerComparison(
      makeComparison({
        kind: "castFunction",
        name: "castCents",
        after: { casting: "a\nprocess.exit()\n" },
        findings: [{ code: "process", line: 2, column: 1 }],
      }),
    );
    const applied = answerImports();
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    const section = await screen.findByRole("region", { name: "castCents" });
    expect(within(section).getByText("process.exit()")).toBeInTheDocument();
    expect(within(section).getByRole("listitem")).toHaveTextContent(/sandbox does not allow. Line 2/);
    expect(await confirmButton()).toBeDisabled();
    expect(applied).toEqual([]);

    await user.click(screen.getByRole("checkbox", { name: "I have reviewed 1 function" }));
    await user.click(await confirmButton());

    expect(await screen.findByText("Import completed")).toBeInTheDocument();
    expect(applied).toEqual([true]);
  });

  it("shows other code as what was removed and added, or as a whole", async () => {
    answerPlans(() => makePlan({ items: [FUNCTION] }));
    answerComparison(
      makeComparison({
        kind: "castFunction",
        name: "castCents",
        before: { casting: "same\nold\n" },
        after: { casting: "same\nnew\n" },
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");

    const section = await screen.findByRole("region", { name: "castCents" });
    expect(within(section).getByText("old").closest("del")).not.toBeNull();
    expect(within(section).getByText("new").closest("ins")).not.toBeNull();

    await user.click(within(section).getByText("Whole code"));
    expect(within(section).queryByText("old")).not.toBeInTheDocument();
    expect(within(section).getByText("new").closest("ins")).toBeNull();
  });

  it("can be said to be reviewed only after all of it was shown", async () => {
    const names = Array.from({ length: 13 }, (_, number) => `cast${number}`);
    answerPlans(() => makePlan({ items: names.map((name) => ({ ...FUNCTION, name, newName: name })) }));
    server.use(
      http.post(COMPARISON, async ({ request }) => {
        const form = await request.text();
        const asked = names.filter((name) => form.includes(`"${name}"`));
        const items = asked.map((name) => makeComparison({ kind: "castFunction", name, newName: name }));
        return HttpResponse.json({ items });
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");

    const isRead = await screen.findByRole("checkbox", { name: "I have reviewed 13 functions" });
    expect(await screen.findByText("3 functions not shown yet")).toHaveRole("status");
    expect(isRead).toBeDisabled();

    await user.click(screen.getByRole("listitem", { name: "2" }));
    expect(await screen.findByRole("region", { name: "cast12" })).toBeInTheDocument();
    expect(isRead).toBeEnabled();
  });

  it("repeats an import that failed by the button beside the failure", async () => {
    answerPlans(() => makePlan({ items: [FUNCTION] }));
    answerComparison(makeComparison({ kind: "castFunction", name: "castCents" }));
    const applied = answerImports();
    server.use(
      http.post(IMPORTS, () => HttpResponse.json(makeProblem("busy", 429), { status: 429 }), { once: true }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");
    await screen.findByRole("region", { name: "castCents" });
    await user.click(screen.getByRole("checkbox", { name: "I have reviewed 1 function" }));
    await user.click(await confirmButton());

    await user.click(await screen.findByRole("button", { name: "Try again" }));

    await waitFor(() => expect(applied).toEqual([true]));
  });

  it("is of the plan that was looked at, however long ago", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const asked = answerPlans(() => makePlan({ items: [FUNCTION] }));
    answerComparison(makeComparison({ kind: "castFunction", name: "castCents" }));
    const applied = answerImports();
    const { user } = open();
    await chooseAndGoOn(user);
    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    const before = asked.length;
    vi.setSystemTime(Date.now() + 3_600_000);

    await clickWhenReady(user, "Confirm and import");

    await screen.findByRole("region", { name: "castCents" });
    await user.click(screen.getByRole("checkbox", { name: "I have reviewed 1 function" }));
    await clickWhenReady(user, "Confirm and import");
    await waitFor(() => expect(applied).toEqual([true]));
    expect(asked).toHaveLength(before);
  });

  it("leads back to the selection", async () => {
    answerPlans(() => makePlan({ items: [FUNCTION] }));
    answerComparison(makeComparison({ kind: "castFunction", name: "castCents" }));
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");
    await screen.findByRole("region", { name: "castCents" });

    await user.click(screen.getByRole("button", { name: "Back" }));

    expect(await screen.findByRole("tab", { name: /Cast Functions/ })).toBeInTheDocument();
  });

  it("leaves out what is not selected", async () => {
    answerPlans(() => makePlan({ items: [{ ...FUNCTION, selected: false }, makeItem()] }));
    const applied = answerImports();
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    await waitFor(() => expect(applied).toEqual([true]));
  });
});

describe("the dialog Import, what changes", () => {
  it("shows the values of an update on demand, and who uses them", async () => {
    const local = { kind: "projection", name: "pr_orders", owned: false };
    answerPlans(() => makePlan({ items: [makeItem({ status: "reference-update", local })] }));
    answerComparison(
      makeComparison({
        before: { description: "before" },
        after: { description: "after", fields: [{ name: "TIP" }] },
        changes: [
          { pointer: "/description", from: "before", to: "after" },
          { pointer: "/fields/0", from: null, to: { name: "TIP" } },
        ],
        usedBy: [{ kind: "erSchema", name: "delivery-er" }],
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("button", { name: "What changes" }));

    const [description, field] = await screen.findAllByRole("listitem");
    expect(description).toHaveTextContent('description was "before" becomes "after"');
    expect(field).toHaveTextContent('fields › TIP added becomes {"name":"TIP"}');
    expect(screen.getByText(/1 resource of this branch uses it/)).toHaveTextContent("delivery-er");
  });

  it("is a mere comparison with what has the name here, which stays as it is for all that use it", async () => {
    const local = { kind: "projection", name: "pr_orders", owned: true };
    answerPlans(() =>
      makePlan({ items: [makeItem({ status: "conflict", local, issues: [makeIssue("conflict")] })] }),
    );
    const changes = [{ pointer: "/description", from: "here", to: "there" }];
    answerComparison(makeComparison({ changes, usedBy: [{ kind: "erSchema", name: "delivery-er" }] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("button", { name: "Compare with the one here" }));

    expect(await screen.findByText('"there"')).toBeInTheDocument();
    expect(screen.queryByText(/of this branch/)).not.toBeInTheDocument();
  });

  it("is not offered for what is new", async () => {
    answerPlans(() => makePlan());
    const { user } = open();
    await chooseAndGoOn(user);

    expect(await screen.findByText("New")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "What changes" })).not.toBeInTheDocument();
  });
});
