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
