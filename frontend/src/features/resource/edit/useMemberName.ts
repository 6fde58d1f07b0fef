import { useTranslation } from "react-i18next";

/** What the form calls the members of an entry. */
const TITLES = {
  casting: "castFunction.code",
  dataType: "castFunction.returnedType",
  description: "column.description",
  erSchema: "kind.erSchema",
  fields: "column.fields",
  indexes: "column.indexes",
  internalEndpoints: "resource.endpoints",
  topics: "resource.topics",
} as const;

/** Gives the words for a member of an entry; one that the form does not show keeps its key. */
export function useMemberName(): (member: string) => string {
  const { t } = useTranslation();
  return (member) => (isTitled(member) ? t(TITLES[member]) : member);
}

function isTitled(member: string): member is keyof typeof TITLES {
  return Object.hasOwn(TITLES, member);
}
