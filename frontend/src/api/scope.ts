import type { Project } from "./types";

/** The branch of a project that a page is about. */
export type Scope = { projectId: string; branch: string };

/** Why something may not be done; the words are in the catalogue under `reason`. */
export type Reason =
  | "featureOff"
  | "noView"
  | "noUpdate"
  | "noDetails"
  | "readOnlyBranch"
  | "defaultFunction"
  | "detachSystem"
  | "undone";

/** What the user may do in a branch: `null` is yes, a reason is no. The server decides again. */
export type Rights = {
  featureOn: boolean;
  read: Reason | null;
  write: Reason | null;
  import: Reason | null;
  export: Reason | null;
  settings: Reason | null;
};

const VIEW = "console.company.project.view";
const UPDATE = "console.project.configuration.update";
const DETAILS = "console.project.details.update";

/** Tells whether a branch is there to be read. */
export function mayRead(project: Project, branch: string): boolean {
  return project.permissions.includes(VIEW) && project.branches.some(({ name }) => name === branch);
}

/** Tells what may be shown as possible, from the project as the server describes it. */
export function rightsOf(project: Project, branch: string): Rights {
  const can = (permission: string) => project.permissions.includes(permission);
  const readOnly = project.branches.some((each) => each.name === branch && each.readOnly);
  const featureOn = project.featurePreview.importExport;
  const write = !can(UPDATE) ? "noUpdate" : readOnly ? "readOnlyBranch" : null;
  return {
    featureOn,
    read: can(VIEW) ? null : "noView",
    write,
    import: featureOn ? write : "featureOff",
    export: !featureOn ? "featureOff" : can(VIEW) ? null : "noView",
    settings: can(DETAILS) ? null : "noDetails",
  };
}
