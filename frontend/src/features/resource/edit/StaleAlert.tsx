import { Alert, Button, Flex } from "antd";
import { useTranslation } from "react-i18next";
import type { Entry } from "@/api/types";
import { type Change, changedMembers, type Draft, entryOf } from "./draft";
import { useMemberName } from "./useMemberName";

type Props = { theirs: Entry; draft: Draft; onSettle: (change: Change) => void };

/** Somebody else saved while this was being edited: what they changed, and what can be done with one's own changes. */
export function StaleAlert({ theirs, draft, onSettle }: Props) {
  const { t } = useTranslation();
  const changed = changedMembers(draft.base, theirs);
  const mine = entryOf(draft);
  const own = changedMembers(draft.base, mine);
  const both = changed.filter((member) => own.includes(member));
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t("edit.staleTitle")}
      description={
        <>
          <p>{t("edit.staleChanged")}</p>
          <Members names={changed} before={draft.base} after={theirs} />
          {both.length > 0 ? (
            <>
              <p>{t("edit.staleBoth")}</p>
              <Members names={both} before={theirs} after={mine} />
            </>
          ) : null}
          <Flex gap={8} wrap>
            <Button type="primary" onClick={() => onSettle({ type: "rebase", onto: theirs })}>
              {t("edit.keepMine")}
            </Button>
            <Button onClick={() => onSettle({ type: "restart", from: theirs })}>
              {t("edit.takeTheirs")}
            </Button>
          </Flex>
        </>
      }
    />
  );
}

type MembersProps = { names: readonly string[]; before: Entry; after: Entry };

/** Members of an entry by the names that the form has for them, with their values where those are plain. */
function Members({ names, before, after }: MembersProps) {
  const nameOf = useMemberName();
  return (
    <ul className="stale-members">
      {names.map((name) => (
        <li key={name}>
          <strong>{nameOf(name)}</strong> <Values before={before[name]} after={after[name]} />
        </li>
      ))}
    </ul>
  );
}

function Values({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation();
  if (!isPlain(before) || !isPlain(after)) return null;
  return (
    <>
      <del>
        <span className="visually-hidden">{t("changes.before")}</span> <code>{String(before ?? "–")}</code>
      </del>{" "}
      <ins>
        <span className="visually-hidden">{t("changes.after")}</span> <code>{String(after ?? "–")}</code>
      </ins>
    </>
  );
}

/** Tells whether a value is nothing, or can be written in a line. */
function isPlain(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value !== "object" && !String(value).includes("\n"))
  );
}
