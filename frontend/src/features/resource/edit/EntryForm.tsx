import "./edit.css";
import { Button, Segmented } from "antd";
import { useEffect, useReducer, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { useSaveResource } from "@/api/resources";
import type { Scope } from "@/api/scope";
import type { Fault, Resource } from "@/api/types";
import { BusyButton } from "@/ui/BusyButton";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useLeaveGuard } from "@/ui/useLeaveGuard";
import { type Change, change, entryOf, isChanged, isSame, openDraft } from "./draft";
import { EntryJson } from "./EntryJson";
import { EntryParts } from "./EntryParts";
import { focusPlace } from "./focusing";
import { RefusedAlert } from "./RefusedAlert";
import { StaleAlert } from "./StaleAlert";

type Props = {
  scope: Scope;
  resource: Resource;
  etag: string | null;
  onClose: () => void;
  onSaved: () => void;
};

/** Edits the entry of an owned resource, as a form or as JSON; the server says what is wrong with it. */
export function EntryForm({ scope, resource, etag, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const { kind, name } = resource;
  const [draft, dispatch] = useReducer(change, resource.entry, openDraft);
  const [view, setView] = useState<"form" | "json">("form");
  const save = useSaveResource(scope, kind, name);
  const { ask, dialog } = useLeaveGuard(isChanged(draft) || draft.misread.size > 0, {
    title: t("edit.leaveTitle"),
    hint: t("edit.leaveHint"),
    leave: t("edit.leave"),
  });
  // What is fetched after saving is one's own.
  const isStale = save.isIdle || save.isError ? !isSame(resource.entry, draft.base) : false;
  // The button that led here is gone.
  useEffect(() => focusPlace("description"), []);
  const summary = useRef<HTMLDivElement>(null);
  // The button to save is at the end of the form, and the summary above it.
  const refuse = (faults: readonly Fault[]) => {
    flushSync(() => dispatch({ type: "refused", faults }));
    summary.current?.focus();
  };
  // The alert that asked is gone, and what it was about is settled.
  const settle = (settled: Change) => {
    save.reset();
    flushSync(() => dispatch(settled));
    focusPlace("description");
  };
  const submit = () =>
    save.mutate(
      { entry: entryOf(draft), base: draft.base, etag },
      {
        onSuccess: onSaved,
        onError: (error) => {
          if (isProblem(error, "invalid-resource")) refuse(error.faults);
        },
      },
    );
  return (
    <form
      className="entry-form"
      aria-label={t("edit.title", { name })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {dialog}
      {isStale ? <StaleAlert theirs={resource.entry} draft={draft} onSettle={settle} /> : null}
      {isStale ? null : <Refusal error={save.error} />}
      <RefusedAlert ref={summary} draft={draft} />
      {/* What would be typed while it is saved would be lost. */}
      <div className="entry-body" inert={save.isPending}>
        <Segmented
          className="entry-views"
          value={view}
          onChange={setView}
          disabled={draft.misread.size > 0}
          options={[
            { value: "form", label: t("edit.form") },
            { value: "json", label: t("edit.json") },
          ]}
        />
        {view === "json" ? (
          <EntryJson key={draft.version} draft={draft} dispatch={dispatch} />
        ) : (
          <EntryParts
            key={draft.version}
            scope={scope}
            resource={resource}
            draft={draft}
            dispatch={dispatch}
          />
        )}
      </div>
      <footer className="entry-buttons">
        <Button onClick={() => ask(onClose)}>{t("action.cancel")}</Button>
        <BusyButton
          type="primary"
          htmlType="submit"
          isBusy={save.isPending}
          doing={t("edit.saving")}
          disabled={isStale || draft.misread.size > 0}
        >
          {t("action.save")}
        </BusyButton>
      </footer>
    </form>
  );
}

/** Why a save failed, where no part of the form shows it. */
function Refusal({ error }: { error: Error | null }) {
  if (error === null || isProblem(error, "invalid-resource")) return null;
  return <ProblemAlert error={error} />;
}
