import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { makePreview } from "@/test/make";
import { renderAt } from "@/test/render";
import { DependenciesStep } from "./DependenciesStep";

it("counts what will be added, and is silent about what there is none of", () => {
  const preview = makePreview({
    dependencies: [
      {
        kind: "projection",
        name: "pr_orders",
        system: "orders",
        rule: "er-schema-node",
        because: [],
        selected: false,
        confirm: true,
      },
    ],
  });

  renderAt(<DependenciesStep preview={preview} />);

  expect(screen.getByText("1 will be added.")).toBeVisible();
});

it("says of a dependency what it has to do with what needs it, and what needs that", () => {
  const because = [
    { kind: "erSchema", name: "delivery-er" },
    { kind: "projection", name: "pr_orders" },
  ];
  const needed = { because, selected: false, confirm: false };
  const preview = makePreview({
    dependencies: [
      { kind: "system", name: "ordering", rule: "projection-system", ...needed },
      { kind: "castFunction", name: "castEuro", rule: "projection-cast-function", ...needed },
    ],
  });

  renderAt(<DependenciesStep preview={preview} />);

  const why = (name: string) => screen.getByRole("row", { name: new RegExp(name) });
  expect(why("ordering")).toHaveTextContent("Contains the Projection pr_orders, needed by delivery-er");
  expect(why("castEuro")).toHaveTextContent(
    "Casts a field of the Projection pr_orders, needed by delivery-er",
  );
});
