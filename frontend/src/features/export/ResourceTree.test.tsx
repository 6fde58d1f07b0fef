import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { makeCatalogue } from "./catalogue";
import { ResourceTree } from "./ResourceTree";

it("tells a screen reader what is inside of what", async () => {
  server.use(http.get("*/api/projects/delivery/resources", () => HttpResponse.json({ items: [], total: 0 })));
  const { system } = makeCatalogue([
    { kind: "system", name: "orders" },
    { kind: "projection", name: "pr_orders", system: "orders" },
  ]);
  const scope = { projectId: "delivery", branch: "main" };

  renderAt(
    <ResourceTree
      scope={scope}
      label="Systems"
      nodes={system}
      picked={new Set()}
      isSearching={false}
      onTick={vi.fn()}
    />,
  );

  expect(await screen.findByRole("treeitem", { name: "orders" })).toHaveAttribute("aria-level", "1");
  expect(screen.getByRole("treeitem", { name: "pr_orders" })).toHaveAttribute("aria-level", "2");
});
