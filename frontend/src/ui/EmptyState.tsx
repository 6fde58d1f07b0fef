import type { ReactNode } from "react";

type Props = {
  icon: ReactNode;
  title: string;
  description: string;
  /** Nothing else is on the page: this is its title. */
  isPage?: boolean;
  children?: ReactNode;
};

/** What a list shows when there is nothing to list: why, and what to do. */
export function EmptyState({ icon, title, description, isPage = false, children }: Props) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className="empty-state">
      <span className="empty-state-icon" aria-hidden>
        {icon}
      </span>
      <Title>{title}</Title>
      <p>{description}</p>
      <div className="empty-state-actions">{children}</div>
    </div>
  );
}
