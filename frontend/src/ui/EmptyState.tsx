import type { ReactNode } from "react";

type Props = { icon: ReactNode; title: string; description: string; children?: ReactNode };

/** What a list shows when there is nothing to list: why, and what to do. */
export function EmptyState({ icon, title, description, children }: Props) {
  return (
    <div className="empty-state">
      <span className="empty-state-icon" aria-hidden>
        {icon}
      </span>
      <h2>{title}</h2>
      <p>{description}</p>
      <div className="empty-state-actions">{children}</div>
    </div>
  );
}
