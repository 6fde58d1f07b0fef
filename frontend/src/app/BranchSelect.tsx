import { BranchesOutlined, LockOutlined } from "@ant-design/icons";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Scope } from "@/api/scope";
import type { Project } from "@/api/types";

/** The branch of the page; changing it stays on the page. */
export function BranchSelect({ project, scope }: { project: Project; scope: Scope }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const open = (branch: string) => {
    const tab = search.get("tab");
    setSearch(tab === null ? { branch } : { branch, tab });
  };
  return (
    <Select
      aria-label={t("nav.branch")}
      className="branch-select"
      variant="filled"
      showSearch={{ optionFilterProp: "label" }}
      prefix={<BranchesOutlined aria-hidden />}
      value={scope.branch}
      onChange={open}
      options={project.branches.map(({ name, readOnly }) => ({ value: name, label: name, readOnly }))}
      optionRender={({ data }) => (
        <span>
          {data.label} {data.readOnly ? <LockOutlined aria-label={t("nav.readOnly")} /> : null}
        </span>
      )}
    />
  );
}
