import { Fragment } from "react";

/** Breaks between its words where there is no room for it, as browsers do not by themselves. */
export function LongName({ name }: { name: string }) {
  const words = name.split(/(?=[A-Z])|(?<=_)/);
  return words.map((word, at) => (
    <Fragment key={words.slice(0, at).join("")}>
      {at > 0 ? <wbr /> : null}
      {word}
    </Fragment>
  ));
}
