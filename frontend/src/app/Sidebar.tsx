import {
  DatabaseOutlined,
  HistoryOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  ProfileOutlined,
  SettingOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { Scope } from "@/api/scope";
import { Hint } from "@/ui/Hint";
import { type Section, sectionPath } from "@/ui/paths";
import { setPreference, usePreference } from "@/ui/preferences";

/** Which entry of the sidebar is lit, by the part of the address after the project. */
const SECTIONS: Record<string, Section> = {
  systems: "systems",
  projections: "systems",
  "er-schemas": "systems",
  "cast-functions": "systems",
  "single-views": "single-views",
  transfers: "transfers",
  settings: "settings",
};

/** The sections of a project; folded, only their icons. */
export function Sidebar({ scope }: { scope: Scope }) {
  const { t } = useTranslation();
  const groupId = useId();
  const isFolded = usePreference("sidebar") === "folded";
  const fold = t(isFolded ? "nav.unfold" : "nav.fold");
  return (
    <aside className={isFolded ? "sidebar sidebar-folded" : "sidebar"}>
      <div className="brand">
        <img src="/assets/favicon.svg" alt="" width={28} height={28} />
        <span className="sidebar-words">Console</span>
      </div>
      <nav aria-label={t("nav.label")}>
        <p id={groupId} className="sidebar-group sidebar-words">
          {t("nav.fastData")}
        </p>
        <ul aria-labelledby={groupId}>
          <Entry scope={scope} section="systems" icon={<DatabaseOutlined aria-hidden />}>
            {t("kindPlural.system")}
          </Entry>
          <Entry scope={scope} section="single-views" icon={<ProfileOutlined aria-hidden />}>
            {t("kindPlural.singleView")}
          </Entry>
        </ul>
        <ul>
          <Entry scope={scope} section="transfers" icon={<HistoryOutlined aria-hidden />}>
            {t("nav.transfers")}
          </Entry>
          <Entry scope={scope} section="settings" icon={<SettingOutlined aria-hidden />}>
            {t("nav.settings")}
          </Entry>
        </ul>
      </nav>
      <Button
        type="text"
        className="sidebar-fold"
        aria-label={fold}
        icon={isFolded ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
        onClick={() => setPreference("sidebar", isFolded ? "open" : "folded")}
      />
    </aside>
  );
}

type EntryProps = { scope: Scope; section: Section; icon: ReactNode; children: string };

function Entry({ scope, section, icon, children }: EntryProps) {
  const { pathname } = useLocation();
  const isFolded = usePreference("sidebar") === "folded";
  const isCurrent = SECTIONS[pathname.split("/")[3] ?? ""] === section;
  return (
    <li>
      <Hint title={isFolded ? children : null} placement="right">
        <Link to={sectionPath(scope, section)} aria-current={isCurrent ? "page" : undefined}>
          {icon} <span className="sidebar-words">{children}</span>
        </Link>
      </Hint>
    </li>
  );
}
