import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { makeIssue, makeItem } from "@/test/make";
import { renderAt } from "@/test/render";
import { StatusCell } from "./StatusCell";

function show(code: string) {
  renderAt(
    <StatusCell
      scope={{ projectId: "insights", branch: "main" }}
      file={new File([], "f.json")}
      choices={{ mode: "resource" }}
      item={makeItem({ issues: [{ ...makeIssue(code), severity: "warning" }] })}
      olderCount={0}
      allowOlder={false}
      onAllowOlder={vi.fn()}
    />,
  );
  return screen.getByText(`${code} happened`);
}

describe("the only warning of an item", () => {
  it("is read in full", () => {
    expect(show("edited-item")).toBeVisible();
  });

  it("is folded when each copied Projection has it", () => {
    expect(show("source-topic")).not.toBeVisible();
    expect(screen.getByText("1 warning")).toBeVisible();
  });
});
