import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { makeIssue, makeItem, makePlan, makeProblem, makeReceipt } from "@/test/make";
import { server } from "@/test/server";
import {
  answerPlans,
  choose,
  chooseAndGoOn,
  clickWhenReady,
  confirmButton,
  IMPORTS,
  open,
  read,
  type Sent,
} from "./importTesting";

describe("the dialog Import, confirmation", () => {
  it("executes the plan that was shown, and shows what came of it", async () => {
    const checklist = [
      { code: "attach-service", message: "Create the service.", related: [{ kind: "system", name: "s" }] },
    ];
    answerPlans(() => makePlan({ checklist }));
    const sent: Sent[] = [];
    server.use(
      http.post(IMPORTS, async ({ request }) => {
        sent.push(await read(request));
        const created = [{ kind: "projection" as const, name: "pr_orders", status: "new" }];
        return HttpResponse.json(makeReceipt({ created }), { status: 201 });
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    expect(await screen.findByText("Import completed")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "pr_orders" })).toHaveAttribute(
      "href",
      "/projects/insights/projections/pr_orders?branch=main",
    );
    expect(screen.getByText("Create the service.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Download receipt" })).toBeEnabled();
    expect(sent[0]).toMatchObject({ choices: { mode: "reference", planDigest: "sha256-plan" } });
    expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  });

  it("says that it is busy, and keeps the name of its button meanwhile", async () => {
    answerPlans(() => makePlan());
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    server.use(
      http.post(IMPORTS, async () => {
        await answered;
        return HttpResponse.json(makeReceipt(), { status: 201 });
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Confirm and import" })).toHaveAttribute("aria-busy", "true"),
    );
    expect(screen.getByText("Importing…")).toHaveRole("status");
    answer();
    expect(await screen.findByText("Import completed")).toBeInTheDocument();
  });

  it("does not judge again what was just imported", async () => {
    const asked = answerPlans(() => makePlan());
    server.use(http.post(IMPORTS, () => HttpResponse.json(makeReceipt(), { status: 201 })));
    const { user } = open();
    await chooseAndGoOn(user);
    await confirmButton();
    const before = asked.length;

    await clickWhenReady(user, "Confirm and import");

    await screen.findByText("Import completed");
    expect(asked).toHaveLength(before);
  });

  it("is repeated by the button beside its failure, as the same attempt", async () => {
    answerPlans(() => makePlan());
    const sent: Sent[] = [];
    server.use(
      http.post(IMPORTS, async ({ request }) => {
        sent.push(await read(request));
        return sent.length === 1
          ? HttpResponse.json(makeProblem("busy", 429), { status: 429 })
          : HttpResponse.json(makeReceipt(), { status: 201 });
      }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");

    await user.click(await screen.findByRole("button", { name: "Try again" }));

    expect(await screen.findByText("Import completed")).toBeInTheDocument();
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it("waits for a new name that was just typed to be checked", async () => {
    const asked = answerPlans(() => makePlan());
    const applied = vi.fn(() => HttpResponse.json(makeReceipt(), { status: 201 }));
    server.use(http.post(IMPORTS, applied));
    const { user } = open();
    await chooseAndGoOn(user);
    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    await user.click(screen.getByRole("button", { name: "Edit name" }));
    await user.keyboard("pr_buyers");

    await user.click(await confirmButton());

    await waitFor(() => expect(asked.at(-1)?.choices.renames?.[0]?.newName).toBe("pr_buyers"));
    expect(applied).not.toHaveBeenCalled();
  });

  it("says what moved when the project changed meanwhile, and keeps the choices", async () => {
    const items = [makeItem({ name: "a", newName: "a_2" }), makeItem({ name: "b" })];
    const asked = answerPlans(() => makePlan({ items }));
    const fresh = makePlan({
      planDigest: "sha256-fresh",
      items: [
        makeItem({ name: "a", newName: "a_2" }),
        makeItem({ name: "b", status: "conflict", issues: [makeIssue("conflict")] }),
      ],
    });
    server.use(
      http.post(IMPORTS, () =>
        HttpResponse.json(makeProblem("stale-plan", 409, { plan: fresh }), { status: 409 }),
      ),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The Project changed since you looked");
    expect(within(alert).getByRole("listitem")).toHaveTextContent("Projection b: New → Name conflict");
    expect(await confirmButton()).toBeDisabled();
    expect(asked.at(-1)?.choices).toEqual({ mode: "reference" });
  });

  it("can be undone from the result, of which then only what was kept is told", async () => {
    const checklist = [{ code: "attach-service", message: "Create the service.", related: [] }];
    answerPlans(() => makePlan({ checklist }));
    const kept = [{ kind: "projection" as const, name: "pr_b", reason: "in-use" as const }];
    const created = [{ kind: "projection" as const, name: "pr_orders", status: "new" }];
    const warnings = [makeIssue("no-version")];
    server.use(
      http.post(IMPORTS, () => HttpResponse.json(makeReceipt({ created, warnings }), { status: 201 })),
      http.post("*/api/projects/insights/transfers/t1/undo", () =>
        HttpResponse.json(makeReceipt({ type: "undo", revisionAfter: 9, kept }), { status: 201 }),
      ),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");

    await user.click(await screen.findByRole("button", { name: "Undo" }));

    const headline = await screen.findByRole("heading", { name: "Undone; the branch is now at revision 9" });
    expect(headline.closest("[role=status]")).toBeInTheDocument();
    expect(screen.getByText(/used by a resource that stays/)).toBeInTheDocument();
    for (const past of ["Import completed", "pr_orders", "Create the service.", "no-version happened"])
      expect(screen.queryByText(past)).not.toBeInTheDocument();
  });

  it("is not left while it is being undone", async () => {
    answerPlans(() => makePlan());
    server.use(
      http.post(IMPORTS, () => HttpResponse.json(makeReceipt(), { status: 201 })),
      http.post("*/api/projects/insights/transfers/t1/undo", () => new Promise(() => {})),
    );
    const { user, onClose } = open();
    await chooseAndGoOn(user);
    await clickWhenReady(user, "Confirm and import");

    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await user.keyboard("{Escape}");

    for (const button of screen.getAllByRole("button", { name: "Close" })) await user.click(button);
    expect(onClose).not.toHaveBeenCalled();
  });

  it("warns above what was done", async () => {
    answerPlans(() => makePlan());
    const created = [{ kind: "projection" as const, name: "pr_orders", status: "new" }];
    const warnings = [makeIssue("no-version")];
    server.use(
      http.post(IMPORTS, () => HttpResponse.json(makeReceipt({ created, warnings }), { status: 201 })),
    );
    const { user } = open();
    await chooseAndGoOn(user);

    await clickWhenReady(user, "Confirm and import");

    const warning = await screen.findByText("no-version happened");
    const follows = warning.compareDocumentPosition(screen.getByRole("table"));
    expect(follows).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it("asks once before choices are lost", async () => {
    answerPlans(() => makePlan());
    const { user, onClose } = open();
    await chooseAndGoOn(user);
    await confirmButton();

    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).not.toHaveBeenCalled();
    await user.click(await screen.findByRole("button", { name: "Close and lose them" }));

    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });

  it("asks once before Cancel or another file loses choices that were made in the selection", async () => {
    answerPlans(() => makePlan({ items: [makeItem({ name: "a" }), makeItem({ name: "b" })] }));
    const { user, onClose } = open();
    await chooseAndGoOn(user);
    await user.click(await screen.findByRole("checkbox", { name: "a" }));
    await user.click(screen.getByRole("button", { name: "Back" }));

    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Keep editing" }));
    await choose(user, new File(["{}"], "another.json", { type: "application/json" }));
    await user.click(await screen.findByRole("button", { name: "Keep editing" }));
    await clickWhenReady(user, "Next");

    expect(await screen.findByRole("checkbox", { name: "a" })).not.toBeChecked();
    expect(onClose).not.toHaveBeenCalled();
  });
});
