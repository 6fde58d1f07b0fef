import { describe, expect, it } from "vitest";
import { makeProject } from "@/test/make";
import { rightsOf } from "./scope";

describe("rights", () => {
  it("are all there for whoever has every permission", () => {
    expect(rightsOf(makeProject(), "main")).toEqual({
      featureOn: true,
      read: null,
      write: null,
      import: null,
      export: null,
      settings: null,
    });
  });

  it("end at a read-only branch, which can still be exported from", () => {
    const branches = [{ name: "v1", revision: 1, readOnly: true }];

    expect(rightsOf(makeProject({ branches }), "v1")).toMatchObject({
      write: "readOnlyBranch",
      import: "readOnlyBranch",
      export: null,
    });
  });

  it("close imports and exports while the feature is off, but not editing", () => {
    const project = makeProject({ featurePreview: { importExport: false } });

    expect(rightsOf(project, "main")).toMatchObject({
      import: "featureOff",
      export: "featureOff",
      write: null,
    });
  });

  it("need a permission each", () => {
    const project = makeProject({ permissions: ["console.company.project.view"] });

    expect(rightsOf(project, "main")).toMatchObject({
      write: "noUpdate",
      settings: "noDetails",
      export: null,
    });
  });

  it("are none to read for a guest, who only sees that the project is there", () => {
    expect(rightsOf(makeProject({ permissions: ["console.project.view"] }), "main")).toMatchObject({
      read: "noView",
      export: "noView",
      write: "noUpdate",
    });
  });
});
