/** Valid wire values to start from; a test names only what it is about. */
import type {
  Comparison,
  ExportPreview,
  Plan,
  PlanItem,
  ProblemDetails,
  Project,
  Receipt,
  Resource,
  ResourceSummary,
} from "@/api/types";

export const SOURCE = { tenantId: "acme", projectId: "shop", projectName: "Shop", branch: "main" };
export const REFERENCE = {
  source: SOURCE,
  name: "pr_orders",
  exportedAt: "2026-02-20T10:12:33.004Z",
  digest: "sha256-x",
  importedAt: "2026-02-21T08:00:00.000Z",
  importedBy: "u1",
};
export const NO_COUNTS = { systems: 0, projections: 0, erSchemas: 0, singleViews: 0, castFunctions: 0 };

export function makeProject(changes: Partial<Project> = {}): Project {
  return {
    tenantId: "acme",
    projectId: "insights",
    name: "Insights",
    defaultBranch: "main",
    branches: [{ name: "main", revision: 7, readOnly: false }],
    featurePreview: { importExport: true },
    permissions: [
      "console.company.project.view",
      "console.project.configuration.update",
      "console.project.details.update",
    ],
    ...changes,
  };
}

export function makeSummary(changes: Partial<ResourceSummary> = {}): ResourceSummary {
  return {
    kind: "system",
    name: "delivery",
    description: "",
    counts: {},
    usedBy: 0,
    digest: "sha256-x",
    updatedAt: "2026-02-20T10:12:33.004Z",
    ...changes,
  };
}

export function makeResource(changes: Partial<Resource> = {}): Resource {
  return {
    kind: "projection",
    name: "pr_orders",
    system: "delivery",
    entry: { projectionId: "pr_orders", name: "pr_orders", fields: [] },
    uses: [],
    usedBy: [],
    digest: "sha256-x",
    updatedAt: "2026-02-20T10:12:33.004Z",
    ...changes,
  };
}

export function makePreview(changes: Partial<ExportPreview> = {}): ExportPreview {
  return { resources: [], dependencies: [], notExported: [], counts: NO_COUNTS, issues: [], ...changes };
}

export function makeItem(changes: Partial<PlanItem> = {}): PlanItem {
  const name = changes.name ?? "pr_orders";
  return {
    kind: "projection",
    name,
    system: "delivery",
    newName: name,
    selected: true,
    status: "new",
    renamable: true,
    suggestedName: null,
    origin: null,
    local: null,
    contentChanged: true,
    because: [],
    requires: [],
    issues: [],
    ...changes,
  };
}

export function makeIssue(code: string, message = `${code} happened`): PlanItem["issues"][number] {
  return { code, severity: "error", message, params: {}, related: [] };
}

export function makePlan(changes: Partial<Plan> = {}): Plan {
  const items = changes.items ?? [makeItem()];
  return {
    planDigest: "sha256-plan",
    mode: "reference",
    blocked: items.some(
      ({ selected, issues }) => selected && issues.some(({ severity }) => severity === "error"),
    ),
    file: {
      digest: "sha256-file",
      formatVersion: "1.0.0",
      exportedAt: "2026-02-20T10:12:33.004Z",
      source: SOURCE,
      counts: { ...NO_COUNTS, projections: items.length },
      integrity: "verified",
      removed: [],
    },
    destination: {
      projectId: "insights",
      branch: "main",
      revision: 7,
      architecture: "event-driven",
      evidence: [],
    },
    items,
    issues: [],
    summary: {},
    checklist: [],
    ...changes,
  };
}

export function makeComparison(changes: Partial<Comparison> = {}): Comparison {
  const name = changes.name ?? "pr_orders";
  return {
    kind: "projection",
    name,
    newName: name,
    before: null,
    after: {},
    changes: [],
    usedBy: [],
    findings: [],
    ...changes,
  };
}

export function makeReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    transferId: "t1",
    type: "import",
    projectId: "insights",
    branch: "main",
    revisionBefore: 7,
    revisionAfter: 8,
    at: "2026-02-21T08:00:00.000Z",
    by: "u1",
    title: "import: 1 Fast Data resource from Shop/main",
    mode: "reference",
    source: SOURCE,
    fileDigest: "sha256-file",
    planDigest: "sha256-plan",
    created: [],
    updated: [],
    unchanged: [],
    skipped: [],
    kept: [],
    warnings: [],
    ...changes,
  };
}

export function makeProblem(
  code: ProblemDetails["code"],
  status: number,
  changes: Partial<ProblemDetails> = {},
): ProblemDetails {
  return {
    type: `urn:fast-data-transfer:problem:${code}`,
    code,
    title: code,
    status,
    detail: `${code} happened`,
    instance: "urn:request:1",
    errors: [],
    ...changes,
  };
}
