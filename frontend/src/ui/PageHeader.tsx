import type { ReactNode } from "react";
import type { Project } from "@/api/types";

type Props = { title: string; project: Project; tag?: ReactNode; trail?: ReactNode; actions?: ReactNode };

/** The title of a page, what it belongs to, and what can be done there. */
export function PageHeader({ title, project, tag, trail, actions }: Props) {
  return (
    <header className="page-header">
      <title>{`${title} · ${project.name} · Fast Data`}</title>
      {trail}
      <div className="page-header-row">
        <div className="page-title">
          <h1 tabIndex={-1}>{title}</h1>
          {tag}
        </div>
        <div className="page-actions">{actions}</div>
      </div>
    </header>
  );
}
