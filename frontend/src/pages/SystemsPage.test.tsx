import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Project, ResourceSummary } from "@/api/types";
import { makePreview, makeProblem, makeProject, makeSummary, REFERENCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { SystemsPage } from "./SystemsPage";

function openPage(
  items: ResourceSummary[],
  project: Project = makeProject(),
  query = "branch=main",
  total = items.length,
) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/projects/insights", () => HttpResponse.json(project)),
    http.get("*/api/projects/insights/resources", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items, total });
    }),
  );
  const page = renderAt(
    <SystemsPage />,
    `/projects/insights/systems?${query}`,
    "/projects/:projectId/systems",
  );
  return { ...page, asked };
}

afterEach(() => vi.restoreAllMocks());

describe("Systems of Record", () => {
  it("lists systems, each linked to its page on the branch, references with their tag", async () => {
    openPage([makeSummary({ name: "delivery", reference: REFERENCE, usedBy: 3 })]);

    const link = await screen.findByRole("link", { name: "delivery" });
    expect(link).toHaveAttribute("href", "/projects/insights/systems/delivery?branch=main");
    expect(screen.getByRole("button", { name: "Reference" })).toBeVisible();
  });

  it("names the Project in the title of the browser's tab", async () => {
    openPage([]);

    await screen.findByRole("heading", { name: "Systems of Record" });
    expect(document.title).toBe("Systems of Record · Insights · Fast Data");
  });

  it("offers to import when there are none", async () => {
    openPage([]);

    expect(await screen.findByText("There are no Systems of Record yet")).toBeVisible();
    expect(screen.getByRole("button", { name: "Import" })).toBeEnabled();
  });

  it("has neither button while the feature is off", async () => {
    openPage([], makeProject({ featurePreview: { importExport: false } }));

    await screen.findByText("There are no Systems of Record yet");
    expect(screen.getByText(/switch Import \/ Export on in the Project settings/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Import" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Import / Export" })).not.toBeInTheDocument();
  });

  it("imports nothing into a read-only branch, and says why", async () => {
    openPage([], makeProject({ branches: [{ name: "main", revision: 1, readOnly: true }] }));

    expect(await screen.findByRole("button", { name: "Import" })).toBeDisabled();
    expect(screen.getByRole("note", { name: "This branch is read only" })).toBeVisible();
  });

  it("tells in the menu itself why nothing can be imported", async () => {
    const branches = [{ name: "main", revision: 1, readOnly: true }];
    const { user } = openPage([makeSummary()], makeProject({ branches }));

    const menu = await screen.findByRole("button", { name: "Import / Export" });
    expect(menu).toHaveAccessibleDescription("Import: This branch is read only.");
    await user.click(menu);
    expect(await screen.findByRole("menuitem", { name: /^Import/ })).toHaveTextContent(
      "This branch is read only",
    );
  });

  it.each([2, 999])("shows the last page when page %s is beyond it", async (page) => {
    const { router } = openPage([makeSummary()], makeProject(), `branch=main&page=${page}`, 10);

    await waitFor(() => expect(router.state.location.search).toBe("?branch=main"));
    expect(await screen.findByRole("link", { name: "delivery" })).toBeVisible();
  });

  it("goes up to the first row when a page is turned", async () => {
    const reached: Element[] = [];
    vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
      reached.push(this);
    });
    const { user } = openPage([makeSummary()], makeProject(), "branch=main", 11);

    await user.click(await screen.findByRole("listitem", { name: "2" }));

    const [head] = within(screen.getByRole("table")).getAllByRole("rowgroup");
    expect(reached).toEqual([head]);
  });

  it("shows nothing of another branch, nor that there is nothing, until the list is there", async () => {
    const branches = ["main", "empty"].map((name) => ({ name, revision: 1, readOnly: false }));
    const { router } = openPage([makeSummary({ name: "delivery" })], makeProject({ branches }));
    await screen.findByRole("link", { name: "delivery" });
    let answer = (_: Response) => {};
    const answered = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    server.use(http.get("*/api/projects/insights/resources", () => answered));

    await act(() => router.navigate("/projects/insights/systems?branch=empty"));

    expect(await screen.findByRole("cell", { name: "Loading…" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "delivery" })).not.toBeInTheDocument();
    answer(HttpResponse.json({ items: [], total: 0 }));
    expect(await screen.findByText("There are no Systems of Record yet")).toBeVisible();
  });

  it("keeps the search where the server refuses it", async () => {
    openPage([]);
    const refusal = makeProblem("invalid-request", 400);
    server.use(
      http.get("*/api/projects/insights/resources", () => HttpResponse.json(refusal, { status: 400 })),
    );

    expect(await screen.findByRole("alert")).toBeVisible();
    expect(screen.getByRole("searchbox", { name: "Search" })).toBeVisible();
  });

  it("keeps tab, search and page in the address", async () => {
    const { user, router, asked } = openPage(
      [makeSummary({ kind: "erSchema", name: "delivery-er" })],
      makeProject(),
      "branch=main&tab=er-schemas&page=2&q=deliv",
      11,
    );

    await screen.findByRole("link", { name: "delivery-er" });
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      kind: "erSchema",
      offset: "10",
      limit: "10",
      q: "deliv",
    });

    await user.click(screen.getByRole("tab", { name: "Cast Functions" }));
    expect(router.state.location.search).toBe("?branch=main&tab=cast-functions");
  });

  it.each([
    ["Import", "into Insights / main"],
    ["Export", "from Insights / main"],
  ])("opens the dialog %s, which says what it is about", async (name, about) => {
    server.use(http.post("*/api/projects/insights/exports/preview", () => HttpResponse.json(makePreview())));
    const { user } = openPage([makeSummary()]);

    await user.click(await screen.findByRole("button", { name: "Import / Export" }));
    await user.click(await screen.findByRole("menuitem", { name }));

    const dialog = await screen.findByRole("dialog", { name });
    expect(dialog).toHaveAccessibleDescription(about);
  });
});
