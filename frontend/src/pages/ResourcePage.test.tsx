import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Resource } from "@/api/types";
import { makeProblem, makeProject, makeResource, REFERENCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { ResourcePage } from "./ResourcePage";

const URL_ = "*/api/projects/insights/resources/projections/pr_orders";

function openPage(resource: Resource) {
  server.use(
    http.get("*/api/projects/insights", () => HttpResponse.json(makeProject())),
    http.get(URL_, () => HttpResponse.json(resource, { headers: { ETag: '"e1"' } })),
  );
  return renderAt(
    <ResourcePage kind="projection" />,
    "/projects/insights/projections/pr_orders?branch=main",
    "/projects/:projectId/projections/:name",
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

  it("saves what was edited unless somebody else saved meanwhile", async () => {
    const saved: unknown[] = [];
    const { user } = openPage(makeResource());
    server.use(
      http.put(URL_, async ({ request }) => {
        saved.push([request.headers.get("If-Match"), await request.json()]);
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("button", { name: "Edit" })).toBeInTheDocument();
    expect(saved).toEqual([['"e1"', { entry: makeResource().entry }]]);
  });

  it("shows every fault that the server found, and keeps the text", async () => {
    const { user } = openPage(makeResource());
    const errors = [
      { code: "no-primary-key", message: "A field must be the primary key.", pointer: "/fields" },
    ];
    server.use(
      http.put(URL_, () =>
        HttpResponse.json(makeProblem("invalid-resource", 422, { errors }), { status: 422 }),
      ),
    );

    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByRole("alert")).toHaveTextContent(
      "At /fields: A field must be the primary key.",
    );
    expect(screen.getByRole("textbox", { name: "Entry as JSON" })).toHaveValue(
      JSON.stringify(makeResource().entry, null, 2),
    );
  });

  it("is read only for a reference, which can be detached", async () => {
    const { user } = openPage(makeResource({ reference: REFERENCE }));
    const detached: string[] = [];
    server.use(
      http.post(`${URL_}/detach`, ({ request }) => {
        detached.push(new URL(request.url).search);
        return HttpResponse.json(makeResource());
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Detach" }));
    expect(screen.queryByRole("button", { name: "Edit" })).not.toBeInTheDocument();
    expect(
      await screen.findByRole("dialog", { name: "Detach pr_orders from its source?" }),
    ).toBeInTheDocument();
    const [, confirm] = screen.getAllByRole("button", { name: "Detach" });
    if (confirm) await user.click(confirm);

    expect(await screen.findByText("pr_orders is now a resource of this Project")).toBeInTheDocument();
    expect(detached).toEqual(["?branch=main"]);
  });
});
