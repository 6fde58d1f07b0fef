import { Link } from "react-router";
import type { Scope } from "@/api/scope";
import type { Kind, Source } from "@/api/types";
import { resourcePath } from "./paths";
import { ReferenceTag } from "./ReferenceTag";

type Props = {
  scope: Scope;
  kind: Kind;
  name: string;
  reference?: { source: Source; exportedAt: string } | null;
};

/** The name of a resource, linked to its page, with the tag of a reference beside it. */
export function ResourceName({ scope, kind, name, reference }: Props) {
  return (
    <span className="resource-name">
      <Link to={resourcePath(scope, kind, name)}>{name}</Link>
      {reference ? <ReferenceTag origin={reference} /> : null}
    </span>
  );
}
