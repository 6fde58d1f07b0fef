import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Resource } from "@/api/types";
import { makeProblem, makeProject, makeResource, REFERENCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { ResourcePage } from "./ResourcePage";

const URL_ = "*/api/projects/insights/resources/projections/pr_orders";
const SYSTEM = "*/api/projects/insights/resources/systems/delivery";

function answerWith(url: string, resource: Resource) {
  server.use(
    http.get("*/api/projects", () => HttpResponse.json({ items: [], total: 0 })),
    http.get("*/api/projects/insights", () => HttpResponse.json(makeProject())),
    http.get(url, () => HttpResponse.json(resource, { headers: { ETag: '"e1"' } })),
    http.get("*/api/projects/insights/resources", () => HttpResponse.json({ items: [], total: 0 })),
  );
}

function openPage(resource: Resource) {
  answerWith(URL_, resource);
  return renderAt(
    <ResourcePage kind="projection" />,
    "/projects/insights/projections/pr_orders?branch=main",
    "/projects/:projectId/projections/:name",
  );
}

function openSystem(resource: Resource) {
  answerWith(SYSTEM, resource);
  return renderAt(
    <ResourcePage kind="system" />,
    "/projects/insights/systems/delivery?branch=main",
    "/projects/:projectId/systems/:name",
  );
}

describe("the page of a resource", () => {
  it("shows fields, indexes, topics and who uses it", async () => {
    openPage(
      makeResource({
        entry: {
          fields: [{ name: "ID_ORDER", type: "string", primaryKey: true, castFunction: "castYesNo" }],
          indexes: [
            { name: "by_id", type: "normal", unique: true, fields: [{ name: "ID_ORDER", order: 1 }] },
          ],
          topics: { ingestion: { name: "acme.orders.ingestion" } },
        },
        usedBy: [{ kind: "erSchema", name: "delivery-er" }],
      }),
    );

    expect(await screen.findByRole("cell", { name: "acme.orders.ingestion" })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "castYesNo" })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: "by_id normal Yes ID_ORDER" })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "delivery-er" })).toBeInTheDocument();
  });

  it("saves what was edited, unknown parts included, unless somebody else saved meanwhile", async () => {
    const entry = {
      name: "pr_orders",
      fields: [{ name: "ID", type: "string", primaryKey: true, x: 1 }],
      y: 2,
    };
    const saved: unknown[] = [];
    const { user } = openPage(makeResource({ entry }));
    server.use(
      http.put(URL_, async ({ request }) => {
        saved.push([request.headers.get("If-Match"), await request.json()]);
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Type, row 1" }), "number");
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    const fields = [{ name: "ID", type: "number", primaryKey: true, x: 1 }];
    expect(saved).toEqual([['"e1"', { entry: { ...entry, fields } }]]);
  });

  it("shows each fault at its place, and keeps what was typed", async () => {
    const entry = { name: "pr_orders", fields: [{ name: "ID", type: "string" }] };
    const { user } = openPage(makeResource({ entry }));
    const errors = [
      { code: "no-primary-key", message: "No field is the primary key.", pointer: "/entry/fields" },
      { code: "invalid-content", message: "`$` is no name.", pointer: "/entry/fields/0/name" },
    ];
    server.use(
      http.put(URL_, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    const name = screen.getByRole("textbox", { name: "Name, row 1" });
    await user.clear(name);
    await user.type(name, "$");
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("alert")).toHaveTextContent("Fields, row 1: $ is no name.");
    expect(name).toHaveAccessibleDescription("$ is no name.");
    expect(name).toBeInvalid();
    expect(name).toHaveValue("$");
  });

  it("asks once before what was typed is lost", async () => {
    const { user } = openPage(makeResource());

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "new");
    await user.click(screen.getByRole("link", { name: "delivery" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Keep editing" }));
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveValue("new");

    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Leave and lose it" }));
    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
  });

  it("leaves at once when nothing was typed", async () => {
    const { user } = openPage(makeResource());

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Cancel" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
  });

  it("keeps both changes when somebody else saved another part meanwhile", async () => {
    const before = { name: "pr_orders", description: "old", fields: [] };
    const theirs = { ...before, fields: [{ name: "ID", type: "string" }] };
    const saved: unknown[] = [];
    const { user } = openPage(makeResource({ entry: before }));

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "er");
    server.use(
      http.get(URL_, () => HttpResponse.json(makeResource({ entry: theirs }), { headers: { ETag: '"e2"' } })),
      http.put(URL_, async ({ request }) => {
        if (request.headers.get("If-Match") !== '"e2"')
          return HttpResponse.json(makeProblem("precondition-failed", 412), { status: 412 });
        saved.push(await request.json());
        return HttpResponse.json(makeResource());
      }),
    );
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("What they changed: fields");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();

    await user.click(screen.getByRole("button", { name: "Keep my changes" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    expect(saved).toEqual([{ entry: { ...theirs, description: "older" } }]);
  });

  it("saves all the same when only its users changed meanwhile", async () => {
    const saved: unknown[] = [];
    const { user } = openPage(makeResource());
    server.use(
      http.put(URL_, ({ request }) => {
        const tag = request.headers.get("If-Match");
        saved.push(tag);
        if (tag === '"e2"') return HttpResponse.json(makeResource());
        return HttpResponse.json(makeProblem("precondition-failed", 412), { status: 412 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    server.use(http.get(URL_, () => HttpResponse.json(makeResource(), { headers: { ETag: '"e2"' } })));
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    expect(saved).toEqual(['"e1"', '"e2"']);
  });

  it("is read only for a reference, and says where that comes from", async () => {
    openPage(makeResource({ reference: REFERENCE }));

    const banner = await screen.findByRole("complementary", { name: "Reference" });
    expect(banner).toHaveTextContent(/Source projectShop.*Branchmain.*Exported atFeb 20, 2026/);
    expect(within(banner).getByRole("link", { name: "delivery" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Edit" })).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Detach" })).toBeDisabled();
    expect(screen.getByRole("note", { name: /detached together with its System/ })).toBeInTheDocument();
  });

  it("detaches a reference after saying what that means", async () => {
    const { user } = openSystem(makeResource({ kind: "system", name: "delivery", reference: REFERENCE }));
    const detached: string[] = [];
    server.use(
      http.post(`${SYSTEM}/detach`, ({ request }) => {
        detached.push(new URL(request.url).search);
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Detach" }));
    const dialog = await screen.findByRole("dialog", { name: "Detach delivery from its source?" });
    expect(dialog).toHaveTextContent("It and all its Projections become resources of this Project");
    await user.click(within(dialog).getByRole("button", { name: "Detach" }));

    expect(await screen.findByText("delivery is now a resource of this Project")).toBeInTheDocument();
    expect(detached).toEqual(["?branch=main"]);
  });
});

describe("the source of a reference", () => {
  const shop = makeProject({ projectId: "shop", name: "Shop" });
  const SOURCE_URL = "*/api/projects/shop/resources/projections/pr_orders";

  it("that has changed since is told, with the way to it", async () => {
    openPage(makeResource({ reference: REFERENCE }));
    server.use(
      http.get("*/api/projects", () => HttpResponse.json({ items: [shop], total: 1 })),
      http.get(SOURCE_URL, () => HttpResponse.json(makeResource({ digest: "sha256-newer" }))),
    );

    expect(await screen.findByText(/The source has changed since this export/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "See it in the source" })).toHaveAttribute(
      "href",
      "/projects/shop/projections/pr_orders?branch=main",
    );
  });

  it.each([
    ["is of another company", { tenantId: "other" }],
    ["cannot be read", { permissions: [] }],
    ["has lost the branch", { branches: [] }],
  ])("is not asked for where it %s", async (_, changes) => {
    const { router } = openPage(makeResource({ reference: REFERENCE }));
    const asked: string[] = [];
    server.use(
      http.get("*/api/projects", () => {
        asked.push("projects");
        return HttpResponse.json({ items: [{ ...shop, ...changes }], total: 1 });
      }),
      http.get(SOURCE_URL, () => {
        asked.push("source");
        return HttpResponse.json(makeResource({ digest: "sha256-newer" }));
      }),
    );

    await waitFor(() => expect(asked).toEqual(["projects"]));
    await act(() => router.revalidate());
    expect(screen.queryByText(/The source has changed/)).not.toBeInTheDocument();
    expect(asked).toEqual(["projects"]);
  });
});
