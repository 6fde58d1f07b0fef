import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { makeProject } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { SystemsPage } from "./SystemsPage";

vi.mock("@/features/import/ImportDialog", () => new Promise(() => undefined));

it("says that a dialog is being opened, as long as its program has not arrived", async () => {
  server.use(
    http.get("*/api/projects/insights", () => HttpResponse.json(makeProject())),
    http.get("*/api/projects/insights/resources", () => HttpResponse.json({ items: [], total: 0 })),
  );
  const { user } = renderAt(<SystemsPage />, "/projects/insights/systems", "/projects/:projectId/systems");

  await user.click(await screen.findByRole("button", { name: "Import" }));

  expect(await screen.findByText("Opening…")).toBeInTheDocument();
  expect(screen.getByRole("status")).toHaveTextContent("Opening…");
});
