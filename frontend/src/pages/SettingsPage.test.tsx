import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { makeProject } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { SettingsPage } from "./SettingsPage";

it("tells beside the switch who may use it", async () => {
  const permissions = ["console.company.project.view"];
  server.use(http.get("*/api/projects/insights", () => HttpResponse.json(makeProject({ permissions }))));

  renderAt(<SettingsPage />, "/projects/insights/settings?branch=main", "/projects/:projectId/settings");

  expect(await screen.findByText("You need the role Project Administrator for this")).toBeVisible();
  expect(screen.getByRole("switch")).toBeDisabled();
  expect(screen.getByRole("switch")).toHaveAccessibleDescription(/Project Administrator/);
});
