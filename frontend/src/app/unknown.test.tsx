import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { Suspense } from "react";
import { I18nextProvider } from "react-i18next";
import { createMemoryRouter, RouterProvider } from "react-router";
import { describe, expect, it, vi } from "vitest";
import { i18n } from "@/i18n/i18n";
import { makeProblem, makeProject, makeResource } from "@/test/make";
import { server } from "@/test/server";
import { makeQueryClient } from "./queryClient";
import { routes } from "./router";

/** Opens an address of a server that has the project `insights`, without resources. */
function open(address: string, prepare = () => {}) {
  const nothing = () => HttpResponse.json(makeProblem("not-found", 404), { status: 404 });
  // React tells of every error that a page shows.
  vi.spyOn(console, "error").mockImplementation(() => {});
  server.use(
    http.get("*/api/projects", () => HttpResponse.json({ items: [makeProject()], total: 1 })),
    http.get("*/api/projects/insights", () => HttpResponse.json(makeProject())),
    http.get("*/api/projects/*", nothing),
    http.get("*/api/projects/insights/resources/projections/pr_orders", nothing),
  );
  prepare();
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  const queryClient = makeQueryClient();
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return { queryClient, router };
}

describe("an address says what is not there, and leads on:", () => {
  it.each([
    [
      "a branch",
      "/projects/insights/systems?branch=nope",
      "There is no branch “nope” in this Project",
      ["Go to branch main", "/projects/insights/systems?branch=main"],
    ],
    [
      "a resource",
      "/projects/insights/projections/pr_orders?branch=main",
      "Projection pr_orders does not exist in branch main",
      ["See what is in branch main", "/projects/insights/systems?branch=main"],
    ],
    [
      "a project",
      "/projects/nope/systems",
      "This Project does not exist, or you may not see it",
      ["Go to your Projects", "/"],
    ],
  ])("%s", async (_, address, title, [words, target]) => {
    open(address);

    expect(await screen.findByRole("heading", { name: title })).toBeVisible();
    expect(screen.getByRole("link", { name: words })).toHaveAttribute("href", target);
    expect(screen.queryByRole("button", { name: "Import / Export" })).not.toBeInTheDocument();
  });
});

it("keeps a page, and what was typed there, when its branch goes meanwhile", async () => {
  const { queryClient } = open("/projects/insights/transfers?branch=main");
  const none = { items: [], total: 0 };
  server.use(http.get("*/api/projects/insights/transfers", () => HttpResponse.json(none)));
  await screen.findByRole("heading", { name: "Transfers" });
  const branches = [{ name: "other", revision: 1, readOnly: false }];
  const fresh = makeProject({ name: "Renamed", defaultBranch: "other", branches });
  server.use(http.get("*/api/projects/insights", () => HttpResponse.json(fresh)));

  await queryClient.invalidateQueries();

  await waitFor(() => expect(document.title).toContain("Renamed"));
  expect(screen.getByRole("heading", { name: "Transfers" })).toBeVisible();
});

describe("a resource that", () => {
  const PLACE = "/projects/insights/projections/pr_orders?branch=main";
  const RESOURCE = "*/api/projects/insights/resources/projections/pr_orders";
  const MISSING = "Projection pr_orders does not exist in branch main";
  const isThere = () => server.use(http.get(RESOURCE, () => HttpResponse.json(makeResource())));
  const isGone = () =>
    server.use(http.get(RESOURCE, () => HttpResponse.json(makeProblem("not-found", 404), { status: 404 })));

  it("was not there is asked for again by who comes back", async () => {
    const { router } = open(PLACE);
    await screen.findByRole("heading", { name: MISSING });
    await act(() => router.navigate("/projects/insights/nowhere?branch=main"));
    isThere();

    await act(() => router.navigate(PLACE));

    expect(await screen.findByRole("heading", { name: "pr_orders" })).toBeVisible();
  });

  it("goes while it is looked at is said to be gone", async () => {
    const { queryClient } = open(PLACE, isThere);
    await screen.findByRole("heading", { name: "pr_orders" });
    isGone();

    await act(() => queryClient.invalidateQueries());

    expect(await screen.findByRole("heading", { name: MISSING })).toBeVisible();
  });

  it("goes while it is edited stays in view, and with it what was typed", async () => {
    const { queryClient } = open(PLACE, isThere);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Edit" }));
    await user.type(screen.getByRole("textbox", { name: "Description" }), "typed");
    isGone();

    await act(() => queryClient.invalidateQueries());

    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveValue("typed");
  });
});
