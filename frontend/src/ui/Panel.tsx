import { type ReactNode, useId } from "react";

type Props = { title?: string; extra?: ReactNode; children: ReactNode };

/** A white card; with a title it is a region of the page. */
export function Panel({ title, extra, children }: Props) {
  const id = useId();
  if (title === undefined) return <div className="panel">{children}</div>;
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-header">
        <h2 id={id}>{title}</h2>
        <span className="panel-extra">{extra}</span>
      </header>
      {children}
    </section>
  );
}
