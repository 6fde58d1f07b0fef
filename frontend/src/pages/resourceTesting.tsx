import { HttpResponse, http } from "msw";
import type { Resource } from "@/api/types";
import { makeProject } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { ResourcePage } from "./ResourcePage";

/** Where `pr_orders` is read and saved. */
export const PROJECTION = "*/api/projects/insights/resources/projections/pr_orders";
export const SYSTEM = "*/api/projects/insights/resources/systems/delivery";

function answerWith(url: string, resource: Resource) {
  server.use(
    http.get("*/api/projects", () => HttpResponse.json({ items: [], total: 0 })),
    http.get("*/api/projects/insights", () => HttpResponse.json(makeProject())),
    http.get(url, () => HttpResponse.json(resource, { headers: { ETag: '"e1"' } })),
    http.get("*/api/projects/insights/resources", () => HttpResponse.json({ items: [], total: 0 })),
  );
}

/** Opens the page of `pr_orders`. */
export function openPage(resource: Resource) {
  answerWith(PROJECTION, resource);
  return renderAt(
    <ResourcePage kind="projection" />,
    "/projects/insights/projections/pr_orders?branch=main",
    "/projects/:projectId/projections/:name",
  );
}

/** Opens the page of the System `delivery`. */
export function openSystem(resource: Resource) {
  answerWith(SYSTEM, resource);
  return renderAt(
    <ResourcePage kind="system" />,
    "/projects/insights/systems/delivery?branch=main",
    "/projects/:projectId/systems/:name",
  );
}
