import { Button, Modal } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

type Guard = {
  /** Does something that loses what was typed, after asking when there is something to lose. */
  ask: (action: () => void) => void;
  dialog: ReactNode;
};

/** How it is asked. */
type Question = { title: string; hint: string; leave: string };

/**
 * Asks once before something unsaved is lost: by a link, by the browser's own buttons, or by closing the page.
 * A page that corrects its own address, as a list does when its last page goes, is not left.
 * `onLeft` is for what another address alone does not end.
 */
export function useLeaveGuard(isUnsaved: boolean, question: Question, onLeft?: () => void): Guard {
  const { t } = useTranslation();
  const [action, setAction] = useState<{ run: () => void } | null>(null);
  const stayButton = useRef<HTMLButtonElement>(null);
  const blocker = useBlocker(
    ({ currentLocation: now, nextLocation: next, historyAction }) =>
      isUnsaved &&
      (now.pathname !== next.pathname || (now.search !== next.search && historyAction !== "REPLACE")),
  );
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [isUnsaved]);
  const { state, reset } = blocker;
  useEffect(() => {
    // What could be lost was saved meanwhile: who asked to leave sees how it ended.
    if (isUnsaved) return;
    if (state === "blocked") reset?.();
    setAction(null);
  }, [isUnsaved, state, reset]);
  const leave = () => {
    if (blocker.state === "blocked") {
      blocker.proceed();
      onLeft?.();
    }
    action?.run();
    setAction(null);
  };
  const stay = () => {
    blocker.reset?.();
    setAction(null);
  };
  return {
    ask: (run) => (isUnsaved ? setAction({ run }) : run()),
    dialog: (
      <Modal
        centered
        open={action !== null || blocker.state === "blocked"}
        title={question.title}
        onCancel={stay}
        closable={false}
        // Not as it is made: it would have the focus before the dialog keeps where to give it back.
        afterOpenChange={(isOpen) => isOpen && stayButton.current?.focus()}
        footer={
          <>
            <Button ref={stayButton} onClick={stay}>
              {t("dialog.stay")}
            </Button>
            <Button type="primary" danger onClick={leave}>
              {question.leave}
            </Button>
          </>
        }
      >
        {question.hint}
      </Modal>
    ),
  };
}
