import { Alert, Button, Flex } from "antd";
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import type { Entry } from "@/api/types";
import { type Change, changedMembers, type Draft, entryOf } from "./draft";

type Props = { theirs: Entry; draft: Draft; dispatch: Dispatch<Change> };

/** Somebody else saved while this was being edited: what they changed, and what can be done with one's own changes. */
export function StaleAlert({ theirs, draft, dispatch }: Props) {
  const { t } = useTranslation();
  const changed = changedMembers(draft.base, theirs);
  const own = changedMembers(draft.base, entryOf(draft));
  const both = changed.filter((member) => own.includes(member));
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t("edit.staleTitle")}
      description={
        <>
          <p>
            {t("edit.staleChanged")} <Members names={changed} />
          </p>
          {both.length > 0 ? (
            <p>
              {t("edit.staleBoth")} <Members names={both} />
            </p>
          ) : null}
          <Flex gap={8} wrap>
            <Button type="primary" onClick={() => dispatch({ type: "rebase", onto: theirs })}>
              {t("edit.keepMine")}
            </Button>
            <Button onClick={() => dispatch({ type: "restart", from: theirs })}>
              {t("edit.takeTheirs")}
            </Button>
          </Flex>
        </>
      }
    />
  );
}

function Members({ names }: { names: readonly string[] }) {
  return names.map((name, position) => (
    <span key={name}>
      {position > 0 ? ", " : null}
      <code>{name}</code>
    </span>
  ));
}
