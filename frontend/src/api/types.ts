/** Short names for the generated wire types: nothing is described twice. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Kind = Schemas["PlanItem"]["kind"];
export type Project = Schemas["Project"];
export type BranchSummary = Schemas["Branch"];
export type Source = Schemas["Source"];
export type Reference = Schemas["Reference"];
export type Related = Schemas["Related"];
export type ResourceSummary = Schemas["ResourceSummary"];
export type Resource = Schemas["Resource"];
export type Entry = Resource["entry"];
export type DataType = Schemas["DataType"];
export type DefaultCastFunction = Schemas["DefaultCastFunction"];
export type Selection = Schemas["Selection"];
export type ExportPreview = Schemas["ExportPreview"];
export type ExportResource = Schemas["ExportedResource"];
export type Counts = ExportPreview["counts"];
export type Fault = Schemas["Fault"];
export type ProblemDetails = Schemas["ProblemWithPlan"];
export type Issue = Schemas["Issue"];
export type Plan = Schemas["Plan"];
export type PlanItem = Schemas["PlanItem"];
export type Status = PlanItem["status"];
export type Mode = Plan["mode"];
export type Comparison = Schemas["Comparison"];
export type ValueChange = Schemas["ValueChange"];
export type Finding = Schemas["Finding"];
export type Choices = Schemas["Choices"];
export type ChecklistEntry = Schemas["Reminder"];
export type Receipt = Schemas["Receipt"];
export type ReceiptSummary = Schemas["ReceiptSummary"];
export type ReceiptEntry = Schemas["Entry"];
export type Kept = Schemas["Kept"];

/** What identifies a resource within a branch or a file. */
export type ResourceKey = { kind: string; name: string };
