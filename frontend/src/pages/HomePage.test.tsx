import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { makeProject } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import { HomePage } from "./HomePage";

function openAt(
  path: string,
  items = [makeProject(), makeProject({ projectId: "shop", defaultBranch: "dev" })],
) {
  server.use(http.get("*/api/projects", () => HttpResponse.json({ items, total: items.length })));
  return renderAt(<HomePage />, path, "/");
}

describe("the way in", () => {
  it.each([
    ["/", "/projects/insights/systems", "?branch=main"],
    ["/?tenant=acme&project=shop", "/projects/shop/systems", "?branch=dev"],
  ])("%s leads to %s", async (path, pathname, search) => {
    const { router } = openAt(path);

    await waitFor(() => expect(router.state.location).toMatchObject({ pathname, search }));
  });

  it.each(["/?tenant=other&project=shop", "/?project=unknown"])(
    "%s leads nowhere, and says so",
    async (path) => {
      openAt(path);

      expect(await screen.findByText("This Project does not exist, or you may not see it")).toBeVisible();
    },
  );

  it("says when there are no Projects", async () => {
    openAt("/", []);

    expect(await screen.findByText("There are no Projects yet")).toBeVisible();
  });
});
