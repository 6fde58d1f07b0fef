import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ReceiptSummary } from "@/api/types";
import { makeProject, makeReceipt } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { TransfersPage } from "./TransfersPage";

const API = "*/api/projects/insights";

function makeTransfer(changes: Partial<ReceiptSummary> = {}): ReceiptSummary {
  const { created, updated, unchanged, skipped, kept, warnings, ...rest } = makeReceipt();
  return { ...rest, counts: { created: 2 }, undone: false, ...changes };
}

function openPage(transfers: ReceiptSummary[], project = makeProject(), query = "branch=main") {
  server.use(
    http.get(API, () => HttpResponse.json(project)),
    http.get(`${API}/transfers`, () => HttpResponse.json({ items: transfers, total: transfers.length })),
  );
  return renderAt(
    <TransfersPage />,
    `/projects/insights/transfers?${query}`,
    "/projects/:projectId/transfers",
  );
}

describe("transfers", () => {
  it("undo an import after asking, and say what was kept and why", async () => {
    const { user } = openPage([makeTransfer()]);
    const undone: string[] = [];
    server.use(
      http.post(`${API}/transfers/:id/undo`, ({ params }) => {
        undone.push(String(params.id));
        const kept = [{ kind: "projection", name: "pr_orders", reason: "edited" }] as const;
        return HttpResponse.json(
          { ...makeReceipt({ type: "undo", revisionAfter: 9 }), kept },
          { status: 201 },
        );
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Undo" }));
    const question = await screen.findByRole("dialog", { name: "Undo this import?" });
    await user.click(within(question).getByRole("button", { name: "Undo" }));

    const answer = await screen.findByRole("dialog", { name: "Undone; the branch is now at revision 9" });
    expect(answer).toHaveTextContent("1 resource was kept:Projection pr_orders: edited since");
    expect(undone).toEqual(["t1"]);
  });

  it("tell what came of an undo although its row moves to the next page", async () => {
    const { user } = openPage([makeTransfer()]);
    server.use(
      http.post(`${API}/transfers/:id/undo`, () => {
        const items = [makeTransfer({ transferId: "t2", type: "undo" })];
        server.use(http.get(`${API}/transfers`, () => HttpResponse.json({ items, total: 11 })));
        return HttpResponse.json(makeReceipt({ type: "undo", revisionAfter: 9 }), { status: 201 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Undo" }));
    const question = await screen.findByRole("dialog", { name: "Undo this import?" });
    await user.click(within(question).getByRole("button", { name: "Undo" }));

    expect(await screen.findByText("Undone; the branch is now at revision 9")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Undo" })).not.toBeInTheDocument();
  });

  it("undo nothing by a second Enter", async () => {
    const { user } = openPage([makeTransfer()]);

    (await screen.findByRole("button", { name: "Undo" })).focus();
    await user.keyboard("{Enter}");

    const question = await screen.findByRole("dialog", { name: "Undo this import?" });
    await waitFor(() => expect(within(question).getByRole("button", { name: "Cancel" })).toHaveFocus());
  });

  it.each([
    ["was undone already", { undone: true }, makeProject(), "This import was undone already"],
    [
      "is of a project that the user may not change",
      {},
      makeProject({ permissions: ["console.company.project.view"] }),
      "Your role may not change this Project",
    ],
  ])("offer no undo of an import that %s, and say why", async (_, changes, project, reason) => {
    openPage([makeTransfer(changes)], project);

    expect(await screen.findByRole("button", { name: "Undo" })).toBeDisabled();
    expect(screen.getByRole("note", { name: reason })).toBeInTheDocument();
  });

  it.each([
    ["export", { created: 17 }, "17 exported"],
    ["undo", { updated: 17, kept: 5 }, "17 taken back · 5 kept"],
    ["import", { created: 2, updated: 1 }, "2 created · 1 updated"],
  ] as const)("tell what an %s did in its own words", async (type, counts, words) => {
    openPage([makeTransfer({ type, counts })]);

    expect(await screen.findByRole("cell", { name: words })).toBeInTheDocument();
  });

  it("tell what an undo took back in its details too", async () => {
    const { user } = openPage([makeTransfer({ type: "undo" })]);
    const updated = [{ kind: "system", name: "delivery", newName: null, status: "deleted" }] as const;
    const receipt = makeReceipt({ type: "undo", updated: [...updated] });
    server.use(http.get(`${API}/transfers/t1`, () => HttpResponse.json(receipt)));

    await user.click(await screen.findByRole("button", { name: "Details" }));

    expect(await screen.findByRole("table", { name: "1 taken back" })).toBeInTheDocument();
  });

  it("show everything of one on demand", async () => {
    const { user } = openPage([makeTransfer()]);
    const receipt = makeReceipt({
      created: [{ kind: "system", name: "delivery", newName: null, status: "new" }],
    });
    server.use(http.get(`${API}/transfers/t1`, () => HttpResponse.json(receipt)));

    await user.click(await screen.findByRole("button", { name: "Details" }));

    expect(await screen.findByRole("link", { name: "delivery" })).toBeInTheDocument();
    expect(screen.getByText("7 → 8")).toBeInTheDocument();
  });

  it("show the last page when the address asks for one beyond it", async () => {
    const { router } = openPage([makeTransfer()], makeProject(), "branch=main&page=7");

    await waitFor(() => expect(router.state.location.search).toBe("?branch=main"));
    expect(await screen.findByRole("cell", { name: "2 created" })).toBeVisible();
  });

  it("say so when there are none", async () => {
    openPage([]);

    expect(
      await screen.findByText("Nothing was exported or imported in this branch yet"),
    ).toBeInTheDocument();
  });
});
