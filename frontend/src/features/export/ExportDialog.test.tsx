import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ExportPreview, ExportResource } from "@/api/types";
import { makePreview, makeProblem, makeSummary, NO_COUNTS, REFERENCE } from "@/test/make";
import { renderAt } from "@/test/render";
import { server } from "@/test/server";
import ExportDialog from "./ExportDialog";

const SCOPE = { projectId: "delivery", branch: "main" };
const NAME = "fast-data-export-20260220T101233004Z.json";
const RESOURCES: ExportResource[] = [
  { kind: "system", name: "orders" },
  { kind: "projection", name: "pr_orders", system: "orders" },
  { kind: "projection", name: "pr_dishes", system: "orders" },
  { kind: "erSchema", name: "delivery-er" },
];

/** Answers previews, everything first; keeps the bodies of the exports. */
function answer(preview: ExportPreview, resources = RESOURCES) {
  const exported: unknown[] = [];
  server.use(
    http.post("*/api/projects/delivery/exports/preview", async ({ request }) => {
      const body = await request.json();
      const isAll =
        typeof body === "object" && body !== null && "selection" in body && body.selection === null;
      return HttpResponse.json(isAll ? makePreview({ resources }) : preview);
    }),
    http.post("*/api/projects/delivery/exports", async ({ request }) => {
      exported.push(await request.json());
      const headers = {
        "Content-Disposition": `attachment; filename="${NAME}"`,
        "Content-Type": "application/json",
      };
      return new HttpResponse("{}", { headers });
    }),
  );
  return exported;
}

function open(onClose = vi.fn()) {
  return renderAt(<ExportDialog scope={SCOPE} onClose={onClose} />).user;
}

beforeEach(() => {
  const items = [makeSummary({ name: "orders", reference: REFERENCE })];
  server.use(http.get("*/api/projects/delivery/resources", () => HttpResponse.json({ items, total: 1 })));
});

describe("the dialog Export", () => {
  it("has a tab for each kind that has something, and marks references", async () => {
    answer(makePreview());
    open();

    expect(await screen.findByRole("tab", { name: "Systems of Record" })).toBeInTheDocument();
    expect(screen.getByRole("tab", { name: "ER Schemas" })).toBeInTheDocument();
    expect(screen.queryByRole("tab", { name: "Single Views" })).not.toBeInTheDocument();
    expect(await screen.findByRole("button", { name: "Reference" })).toBeInTheDocument();
    expect(screen.getByText(/are never exported/)).toBeInTheDocument();
  });

  it("half checks a system of which some projections are selected, and exports only those", async () => {
    const exported = answer(makePreview({ counts: { ...NO_COUNTS, systems: 1, projections: 1 } }));
    const user = open();

    await user.click(await screen.findByRole("checkbox", { name: "pr_dishes" }));

    expect(screen.getByRole("checkbox", { name: /^orders/ })).toHaveAttribute("aria-checked", "mixed");
    await user.click(screen.getByRole("button", { name: "Export" }));
    expect(await screen.findByText("The file was downloaded")).toBeInTheDocument();
    expect(screen.getByText(NAME)).toBeInTheDocument();
    expect(exported).toEqual([
      { selection: { systems: [{ name: "orders", projections: ["pr_dishes"] }] }, includeDependencies: true },
    ]);
  });

  it("writes one file however often it is asked to before it can show that it does", async () => {
    const needed: ExportPreview["dependencies"][number] = {
      kind: "projection",
      name: "pr_orders",
      rule: "er-schema-node",
      because: [],
      selected: false,
      confirm: true,
    };
    const exported = answer(makePreview({ dependencies: [needed] }));
    const user = open();
    await user.click(await screen.findByRole("checkbox", { name: "pr_dishes" }));
    await user.click(screen.getByRole("button", { name: "Export" }));
    const button = await screen.findByRole("button", { name: "Confirm and export" });

    act(() => {
      button.click();
      button.click();
    });

    await screen.findByText("The file was downloaded");
    expect(exported).toHaveLength(1);
  });

  it("exports everything as null", async () => {
    const exported = answer(makePreview());
    const user = open();

    await user.click(await screen.findByRole("button", { name: "Select everything" }));
    await user.click(screen.getByRole("button", { name: "Export" }));

    await screen.findByText("The file was downloaded");
    expect(exported).toEqual([{ selection: null, includeDependencies: true }]);
  });

  it("shows what an ER schema needs, and why, before it is exported", async () => {
    const because = [{ kind: "erSchema", name: "delivery-er" }];
    const exported = answer(
      makePreview({
        dependencies: [
          {
            kind: "projection",
            name: "pr_orders",
            system: "orders",
            rule: "er-schema-node",
            because,
            selected: false,
            confirm: true,
          },
          {
            kind: "projection",
            name: "pr_dishes",
            system: "orders",
            rule: "er-schema-node",
            because,
            selected: true,
            confirm: false,
          },
        ],
        notExported: [{ kind: "crudCollection", name: "riders", rule: "er-schema-node", because }],
      }),
    );
    const user = open();
    await user.click(await screen.findByRole("tab", { name: "ER Schemas" }));
    await user.click(await screen.findByRole("checkbox", { name: "delivery-er" }));
    await user.click(screen.getByRole("button", { name: "Export" }));

    const added = await screen.findByRole("table", { name: "Will be added" });
    expect(
      within(added).getByRole("row", { name: /pr_orders Projection Node of the ER schema delivery-er/ }),
    ).toBeInTheDocument();
    expect(
      within(screen.getByRole("table", { name: "Already selected" })).getByText("pr_dishes"),
    ).toBeInTheDocument();
    expect(
      within(screen.getByRole("table", { name: "Cannot be exported" })).getByText("riders"),
    ).toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(await screen.findByRole("checkbox", { name: "delivery-er" })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Export" }));
    await user.click(await screen.findByRole("button", { name: "Confirm and export" }));
    await screen.findByText("The file was downloaded");
    expect(exported).toHaveLength(1);
  });

  it("keeps the selection under a search", async () => {
    answer(makePreview());
    const user = open();
    await user.click(await screen.findByRole("checkbox", { name: "pr_dishes" }));

    await user.type(screen.getByRole("searchbox", { name: "Search" }), "pr_orders");
    await waitFor(() =>
      expect(screen.queryByRole("checkbox", { name: "pr_dishes" })).not.toBeInTheDocument(),
    );
    await user.click(screen.getByRole("checkbox", { name: "pr_orders" }));
    await user.clear(screen.getByRole("searchbox", { name: "Search" }));

    expect(await screen.findByRole("checkbox", { name: "pr_dishes" })).toBeChecked();
    expect(screen.getByRole("checkbox", { name: /^orders/ })).toBeChecked();
  });

  it("says that a search finds nothing in a tab, and where it does", async () => {
    answer(makePreview());
    const user = open();

    await user.type(await screen.findByRole("searchbox", { name: "Search" }), "-er");

    expect(await screen.findByText("Nothing here has this name")).toBeVisible();
    expect(screen.getByText("There are some in: ER Schemas")).toBeVisible();
  });

  it("shows the projections of many systems when one is opened, or when a search leaves few", async () => {
    const many = Array.from({ length: 6 }, (_, number): ExportResource[] => [
      { kind: "system", name: `system_${number}` },
      { kind: "projection", name: `pr_${number}`, system: `system_${number}` },
    ]).flat();
    answer(makePreview(), many);
    const user = open();
    expect(await screen.findByRole("checkbox", { name: "system_3" })).toBeInTheDocument();
    expect(screen.queryByRole("checkbox", { name: "pr_3" })).not.toBeInTheDocument();

    await user.type(screen.getByRole("searchbox", { name: "Search" }), "pr_3");
    await user.click(await screen.findByRole("checkbox", { name: "pr_3" }));
    await user.clear(screen.getByRole("searchbox", { name: "Search" }));

    await waitFor(() => expect(screen.queryByRole("checkbox", { name: "pr_3" })).not.toBeInTheDocument());
    expect(screen.getByRole("checkbox", { name: "system_3" })).toBeChecked();
  });

  it("asks once before Cancel loses what was selected", async () => {
    answer(makePreview());
    const onClose = vi.fn();
    const user = open(onClose);
    await user.click(await screen.findByRole("checkbox", { name: "pr_dishes" }));

    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Keep editing" }));
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByRole("checkbox", { name: "pr_dishes" })).toBeChecked();

    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Close and lose them" }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("says that there is nothing to export", async () => {
    server.use(
      http.post("*/api/projects/delivery/exports/preview", () =>
        HttpResponse.json(makeProblem("nothing-selected", 422), { status: 422 }),
      ),
    );
    open();

    expect(await screen.findByText("There is nothing to export")).toBeInTheDocument();
  });
});
