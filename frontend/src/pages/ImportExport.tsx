import { DownOutlined, ExportOutlined, ImportOutlined } from "@ant-design/icons";
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Reason } from "@/api/scope";
import { GuardedButton } from "@/ui/GuardedButton";
import { Loading } from "@/ui/Loading";
import { MenuButton } from "@/ui/MenuButton";
import { useScope } from "./useScope";

const ExportDialog = lazy(() => import("@/features/export/ExportDialog"));
const ImportDialog = lazy(() => import("@/features/import/ImportDialog"));

type Action = "import" | "export";
type Parts = { menu: ReactNode; importButton: ReactNode; dialog: ReactNode };

/** The `Import / Export` menu, the `Import` button of an empty page, and the dialogs that both open. */
export function useImportExport(): Parts {
  const { t } = useTranslation();
  const { scope, project, rights } = useScope();
  const [open, setOpen] = useState<Action | null>(null);
  const [opened, setOpened] = useState(0);
  const menuButton = useRef<HTMLButtonElement>(null);
  const reasonId = useId();
  const show = (dialog: Action) => {
    setOpened(opened + 1);
    setOpen(dialog);
  };
  const close = () => setOpen(null);
  const item = (key: Action, icon: ReactNode, reason: Reason | null) => ({
    key,
    icon,
    disabled: reason !== null,
    label: (
      <>
        {t(`transfer.${key}`)}
        {reason ? <span className="menu-reason">{t(`reason.${reason}`)}</span> : null}
      </>
    ),
    onClick: () => show(key),
  });
  const items = [
    item("import", <ImportOutlined aria-hidden />, rights.import),
    item("export", <ExportOutlined aria-hidden />, rights.export),
  ];
  const whyClosed = (["import", "export"] as const)
    .flatMap((key) => (rights[key] ? `${t(`transfer.${key}`)}: ${t(`reason.${rights[key]}`)}.` : []))
    .join(" ");
  const where = { project: project.name, branch: scope.branch };
  const shared = { scope, onClose: close };
  return {
    menu: rights.featureOn ? (
      <>
        <MenuButton
          ref={menuButton}
          menu={{ items }}
          icon={<DownOutlined aria-hidden />}
          iconPlacement="end"
          aria-describedby={whyClosed ? reasonId : undefined}
        >
          {t("transfer.menu")}
        </MenuButton>
        {/* The keyboard passes over an item that is disabled, and so over its reason. */}
        <span id={reasonId} hidden>
          {whyClosed}
        </span>
      </>
    ) : null,
    importButton: rights.featureOn ? (
      <GuardedButton
        type="primary"
        icon={<ImportOutlined aria-hidden />}
        reason={rights.import}
        onClick={() => show("import")}
      >
        {t("transfer.import")}
      </GuardedButton>
    ) : null,
    dialog: (
      <Suspense fallback={<Opening />}>
        {open === "export" ? <ExportDialog {...shared} about={t("export.from", where)} key={opened} /> : null}
        {open === "import" ? <ImportDialog {...shared} about={t("import.into", where)} key={opened} /> : null}
        {open ? <FocusAfterwards target={menuButton} /> : null}
      </Suspense>
    ),
  };
}

/** Where the dialog will be, until its program has arrived. */
function Opening() {
  const { t } = useTranslation();
  return (
    <div className="opening">
      <Loading label={t("transfer.opening")} />
    </div>
  );
}

/** Gives the focus to an element when it goes itself: the menu item or button that it came from may be gone. */
function FocusAfterwards({ target }: { target: RefObject<HTMLElement | null> }) {
  useEffect(() => () => target.current?.focus(), [target]);
  return null;
}
