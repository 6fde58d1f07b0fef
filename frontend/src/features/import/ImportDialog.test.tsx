import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import type { Choices, Plan } from "@/api/types";
import { makeIssue, makeItem, makePlan, makeProblem, makeReceipt, SOURCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import ImportDialog from "./ImportDialog";

const SCOPE = { projectId: "insights", branch: "main" };
const PLAN = "*/api/projects/insights/imports/plan";
const IMPORTS = "*/api/projects/insights/imports";
const FILE = new File(['{"type":"fast-data-export"}'], "fast-data-export-1.json", {
  type: "application/json",
});

type Sent = { choices: Choices; hasFile: boolean; fileDigest: string | null; key: string | null };

/** Reads the form from its text: jsdom's files are none for the form reader of Node. */
async function read(request: Request): Promise<Sent> {
  const form = await request.text();
  const part = (name: string) => form.match(new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`))?.[1] ?? null;
  return {
    choices: JSON.parse(part("choices") ?? "null"),
    hasFile: form.includes('name="file"'),
    fileDigest: part("fileDigest"),
    key: request.headers.get("Idempotency-Key"),
  };
}

/** Answers every plan, and keeps what was asked. */
function answerPlans(answer: (sent: Sent) => Plan): Sent[] {
  const asked: Sent[] = [];
  server.use(
    http.post(PLAN, async ({ request }) => {
      const sent = await read(request);
      asked.push(sent);
      return HttpResponse.json(answer(sent));
    }),
  );
  return asked;
}

function open() {
  const onClose = vi.fn();
  const { user } = renderAt(<ImportDialog scope={SCOPE} onClose={onClose} />);
  return { user, onClose };
}

async function choose(user: UserEvent, file = FILE) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("there is no file input");
  await user.upload(input, file);
}

async function chooseAndGoOn(user: UserEvent) {
  await choose(user);
  await user.click(await screen.findByRole("button", { name: "Next" }));
}

const confirmButton = () => screen.findByRole("button", { name: "Confirm and import" });

describe("the dialog Import, file", () => {
  it("shows where the file comes from, what it holds and that it is intact", async () => {
    answerPlans(() => makePlan());
    const { user } = open();

    await choose(user);

    expect(await screen.findByText("Shop")).toBeInTheDocument();
    expect(screen.getByText("1 Projection")).toBeInTheDocument();
    expect(screen.getByText("Verified")).toBeInTheDocument();
    expect(screen.getByRole("radio", { name: "As a reference" })).toBeChecked();
  });

  it("says of a wrong file what is wrong, where, and what to do", async () => {
    const fault = { code: "invalid-json", message: "A comma is missing here.", line: 3, column: 14 };
    server.use(
      http.post(PLAN, () =>
        HttpResponse.json(makeProblem("unreadable-file", 400, { errors: [fault] }), { status: 400 }),
      ),
    );
    const { user } = open();

    await choose(user);

    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("This is not an export file");
    expect(alert).toHaveTextContent("Line 3, column 14: A comma is missing here.");
    expect(alert).toHaveTextContent("Choose a fast-data-export-….json file");
    expect(screen.getByRole("button", { name: "Next" })).toBeDisabled();
  });

  it("offers no reference, and says why, where every item would be blocked by the architecture", async () => {
    const plan = makePlan({ items: [makeItem({ status: "blocked", issues: [makeIssue("architecture")] })] });
    const evidence = [{ service: "real-time-updater", signal: "writes projection changes" }];
    answerPlans(() => ({
      ...plan,
      destination: { ...plan.destination, architecture: "standard", evidence },
    }));
    const { user } = open();

    await choose(user);

    expect(await screen.findByRole("radio", { name: "As a reference" })).toBeDisabled();
    expect(screen.getByRole("radio", { name: "As a resource" })).toBeChecked();
    expect(screen.getByText("real-time-updater")).toBeInTheDocument();
  });
});

describe("the dialog Import, selection", () => {
  it("shows the status of every item", async () => {
    answerPlans(() =>
      makePlan({
        items: [
          makeItem({ name: "a" }),
          makeItem({ name: "b", status: "reference-update" }),
          makeItem({ name: "c", status: "unchanged" }),
        ],
      }),
    );
    const { user } = open();

    await chooseAndGoOn(user);

    expect(await screen.findByText("New")).toBeInTheDocument();
    expect(screen.getByText("Reference update")).toBeInTheDocument();
    expect(screen.getByText("Unchanged")).toBeInTheDocument();
  });

  it("takes a free name for what collides, and asks the server again with the digest alone", async () => {
    const conflict = makeItem({
      status: "conflict",
      suggestedName: "pr_orders_1",
      issues: [makeIssue("conflict")],
    });
    const asked = answerPlans(({ choices }) =>
      makePlan({ items: [choices.renames?.length ? makeItem({ newName: "pr_orders_1" }) : conflict] }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    expect(await screen.findByText("conflict happened")).toBeInTheDocument();
    expect(await confirmButton()).toBeDisabled();
    expect(screen.getByText("1 problem left")).toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: "Edit name" }));
    expect(screen.getByRole("textbox", { name: "New name" })).toHaveValue("pr_orders_1");
    await user.keyboard("{Enter}");

    expect(await screen.findByText("New")).toBeInTheDocument();
    expect(await confirmButton()).toBeEnabled();
    expect(asked.at(-1)).toMatchObject({
      hasFile: false,
      fileDigest: "sha256-file",
      choices: { renames: [{ kind: "projection", name: "pr_orders", newName: "pr_orders_1" }] },
    });
  });

  it("offers no new name for what came from an external project, and says why", async () => {
    const origin = {
      source: { ...SOURCE, projectName: "Origin" },
      name: "pr_orders",
      exportedAt: "2026-01-01T00:00:00.000Z",
    };
    answerPlans(() =>
      makePlan({
        items: [makeItem({ status: "conflict", renamable: false, origin, issues: [makeIssue("conflict")] })],
      }),
    );
    const { user } = open();

    await chooseAndGoOn(user);

    expect(await screen.findByRole("button", { name: /external Project, Origin/ })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Edit name" })).not.toBeInTheDocument();
  });

  it("deselects an item, and the server is told what stays", async () => {
    const asked = answerPlans(() => makePlan({ items: [makeItem({ name: "a" }), makeItem({ name: "b" })] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("checkbox", { name: "a" }));

    await vi.waitFor(() => expect(asked.at(-1)?.choices.selection?.projections).toEqual(["b"]));
  });

  it("takes an older version on purpose", async () => {
    const older = makeItem({ status: "blocked", issues: [makeIssue("older-export")] });
    const asked = answerPlans(() => makePlan({ items: [older] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("checkbox", { name: "Take the older version" }));

    await vi.waitFor(() => expect(asked.at(-1)?.choices.allowOlder).toBe(true));
  });

  it("sends the file again when the server no longer keeps it", async () => {
    const asked: Sent[] = [];
    server.use(
      http.post(PLAN, async ({ request }) => {
        const sent = await read(request);
        asked.push(sent);
        if (!sent.hasFile) return HttpResponse.json(makeProblem("file-expired", 410), { status: 410 });
        return HttpResponse.json(makePlan({ mode: sent.choices.mode }));
      }),
    );
    const { user } = open();
    await choose(user, new File(["{}"], "other.json", { type: "application/json" }));

    await user.click(await screen.findByRole("radio", { name: "As a resource" }));
    await user.click(screen.getByRole("button", { name: "Next" }));

    await vi.waitFor(() => expect(asked.map(({ hasFile }) => hasFile)).toEqual([true, false, true]));
    expect(await confirmButton()).toBeInTheDocument();
  });
});

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

    await user.click(await confirmButton());

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

    await user.click(await confirmButton());

    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The Project changed since you looked");
    expect(within(alert).getByRole("listitem")).toHaveTextContent("Projection b: New → Name conflict");
    expect(await confirmButton()).toBeDisabled();
    expect(asked.at(-1)?.choices).toEqual({ mode: "reference" });
  });

  it("can be undone from the result", async () => {
    answerPlans(() => makePlan());
    const kept = [{ kind: "projection" as const, name: "pr_b", reason: "in-use" as const }];
    server.use(
      http.post(IMPORTS, () => HttpResponse.json(makeReceipt(), { status: 201 })),
      http.post("*/api/projects/insights/transfers/t1/undo", () =>
        HttpResponse.json(makeReceipt({ type: "undo", revisionAfter: 9, kept }), { status: 201 }),
      ),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await user.click(await confirmButton());

    await user.click(await screen.findByRole("button", { name: "Undo" }));

    expect(await screen.findByText("Undone; the branch is now at revision 9")).toBeInTheDocument();
    expect(screen.getByText(/used by a resource that stays/)).toBeInTheDocument();
  });

  it("asks once before choices are lost", async () => {
    answerPlans(() => makePlan());
    const { user, onClose } = open();
    await chooseAndGoOn(user);
    await confirmButton();

    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).not.toHaveBeenCalled();
    await user.click(await screen.findByRole("button", { name: "Close and lose them" }));

    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });
});
