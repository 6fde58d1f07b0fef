import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { makeProject, makeResource, REFERENCE } from "@/test/make";
import { server } from "@/test/server";
import { openPage, openSystem, SYSTEM } from "./resourceTesting";

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

  it("cuts a very long description until all of it is asked for", async () => {
    const description = "Orders of the shop. ".repeat(250).trim();
    const { user } = openPage(makeResource({ entry: { description } }));

    const text = await screen.findByText(description);
    expect(text).toHaveClass("description-cut");
    await user.click(screen.getByRole("button", { name: "Show the whole description" }));

    expect(text).not.toHaveClass("description-cut");
    expect(screen.getByRole("button", { name: "Show less" })).toBeVisible();
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

describe("a question before something is lost", () => {
  it.each([
    ["Delete", makeResource()],
    ["Remove reference", makeResource({ reference: REFERENCE })],
  ])("is not answered by the second Enter: %s", async (action, resource) => {
    const { user } = openPage(resource);

    (await screen.findByRole("button", { name: action })).focus();
    await user.keyboard("{Enter}");

    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus());
  });

  it("is not answered by the second Enter: Detach", async () => {
    const { user } = openSystem(makeResource({ kind: "system", name: "delivery", reference: REFERENCE }));

    (await screen.findByRole("button", { name: "Detach" })).focus();
    await user.keyboard("{Enter}");

    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus());
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
