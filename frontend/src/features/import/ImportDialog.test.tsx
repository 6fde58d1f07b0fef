import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { makeIssue, makeItem, makePlan, makeProblem, SOURCE } from "@/test/make";
import { server } from "@/test/server";
import {
  answerPlans,
  choose,
  chooseAndGoOn,
  confirmButton,
  open,
  PLAN,
  read,
  type Sent,
} from "./importTesting";

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
    expect(alert).toHaveTextContent("This file cannot be imported");
    expect(alert).toHaveTextContent("Line 3, column 14: A comma is missing here.");
    expect(alert).toHaveTextContent("Choose a fast-data-export-*.json file");
    expect(screen.getByRole("button", { name: "Next" })).toBeDisabled();
  });

  it("says once that a file of another kind is none of Export, and what it looks like", async () => {
    const message = "This is not an export file. It looks like a web page. Sign in, and download again.";
    const errors = [{ code: "wrong-file", message }];
    server.use(
      http.post(PLAN, () =>
        HttpResponse.json(makeProblem("unreadable-file", 400, { errors }), { status: 400 }),
      ),
    );
    const { user } = open();

    await choose(user);

    const { textContent } = await screen.findByRole("alert");
    expect(textContent?.split("not an export file")).toHaveLength(2);
    expect(textContent).toContain("It looks like a web page.");
  });

  it("offers no reference, and says why, where every item would be blocked by the architecture", async () => {
    const plan = makePlan({ items: [makeItem({ status: "blocked", issues: [makeIssue("architecture")] })] });
    const evidence = [{ service: "real-time-updater", signal: "Real-Time Updater" }];
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

  it("sums up what the import will do, once nothing is in the way", async () => {
    answerPlans(() => makePlan({ summary: { new: 1, unchanged: 12, "reference-update": 2, conflict: 0 } }));
    const { user } = open();

    await chooseAndGoOn(user);

    expect(await screen.findByText("1 new · 2 reference updates · 12 unchanged")).toHaveRole("status");
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

  it("shows a projection in its system by the name that this will have here", async () => {
    const system = makeItem({ kind: "system", name: "delivery", newName: "shipping", system: null });
    answerPlans(() => makePlan({ items: [system, makeItem()] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("tab", { name: /Projections/ }));

    expect(await screen.findByText("in shipping")).toBeInTheDocument();
  });

  it("deselects an item, and the server is told what stays", async () => {
    const asked = answerPlans(() => makePlan({ items: [makeItem({ name: "a" }), makeItem({ name: "b" })] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("checkbox", { name: "a" }));

    await waitFor(() => expect(asked.at(-1)?.choices.selection?.projections).toEqual(["b"]));
  });

  it("offers to select all only where something can be deselected", async () => {
    const cast = makeItem({ kind: "castFunction", name: "castCents", system: null });
    const needed = { ...cast, because: [{ kind: "projection", name: "a" }] };
    answerPlans(({ choices }) =>
      makePlan({ items: [makeItem({ name: "a" }), choices.selection ? needed : cast] }),
    );
    const { user } = open();
    await chooseAndGoOn(user);
    await user.click(await screen.findByRole("tab", { name: /Cast Functions/ }));
    const all = () => screen.getByRole("checkbox", { name: "Select all" });
    expect(all()).toBeEnabled();

    await user.click(all());

    await waitFor(() => expect(all()).toBeDisabled());
    expect(all()).toBeChecked();
  });

  it("takes an older version on purpose", async () => {
    const older = makeItem({ status: "blocked", issues: [makeIssue("older-export")] });
    const asked = answerPlans(() => makePlan({ items: [older] }));
    const { user } = open();
    await chooseAndGoOn(user);

    await user.click(await screen.findByRole("checkbox", { name: "Take the older version" }));

    await waitFor(() => expect(asked.at(-1)?.choices.allowOlder).toBe(true));
  });

  it("says that the older version is taken of all, where there are several", async () => {
    const older = (name: string) =>
      makeItem({ name, status: "blocked", issues: [makeIssue("older-export")] });
    answerPlans(() => makePlan({ items: [older("a"), older("b"), makeItem({ name: "c" })] }));
    const { user } = open();
    await chooseAndGoOn(user);

    expect(await screen.findAllByRole("checkbox", { name: "Take the older version of all 2" })).toHaveLength(
      2,
    );
  });

  it("takes a failure back once what failed went well", async () => {
    const { user } = open();
    answerPlans(() => makePlan());
    await choose(user);
    await user.click(await screen.findByRole("radio", { name: "As a resource" }));
    let failures = 1;
    server.use(
      http.post(PLAN, async ({ request }) => {
        const { choices } = await read(request);
        if (choices.mode === "reference" || failures-- <= 0) return HttpResponse.json(makePlan());
        return HttpResponse.json(makeProblem("busy", 429), { status: 429 });
      }),
    );
    await user.click(screen.getByRole("button", { name: "Next" }));

    await user.click(await screen.findByRole("button", { name: "Try again" }));

    await waitFor(() => expect(screen.getByRole("button", { name: "Confirm and import" })).toBeEnabled());
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("stays in view when its choices cannot be checked", async () => {
    answerPlans(() => makePlan({ items: [makeItem({ name: "a" }), makeItem({ name: "b" })] }));
    const { user } = open();
    await chooseAndGoOn(user);
    await user.type(await screen.findByRole("searchbox"), "a");
    server.use(
      http.post(PLAN, () => HttpResponse.json(makeProblem("storage-unavailable", 503), { status: 503 }), {
        once: true,
      }),
    );

    await user.click(screen.getByRole("checkbox", { name: "a" }));

    expect(await screen.findByRole("alert")).toBeInTheDocument();
    expect(screen.getByRole("checkbox", { name: "a" })).not.toBeChecked();
    expect(await confirmButton()).toBeDisabled();

    await user.click(screen.getByRole("button", { name: "Try again" }));

    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    expect(screen.getByRole("searchbox")).toHaveValue("a");
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

    await waitFor(() => expect(asked.map(({ hasFile }) => hasFile)).toEqual([true, false, true]));
    expect(await confirmButton()).toBeInTheDocument();
  });
});
