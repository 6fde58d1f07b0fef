import { message, Switch, Tabs, Tag } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { useSwitchFeature } from "@/api/projects";
import { PageHeader } from "@/ui/PageHeader";
import { Panel } from "@/ui/Panel";
import { problemWords } from "@/ui/problemWords";
import { useScope } from "./useScope";

/** Project settings: the switch of the feature. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { project } = useScope();
  return (
    <>
      <PageHeader title={t("nav.settings")} project={project} />
      <Tabs
        items={[{ key: "feature-preview", label: t("settings.featurePreview"), children: <FeatureCard /> }]}
      />
    </>
  );
}

function FeatureCard() {
  const { t } = useTranslation();
  const [toast, toastPlace] = message.useMessage();
  const { project, rights } = useScope();
  const change = useSwitchFeature(project);
  const name = t("settings.feature");
  const reasonId = useId();
  const onChange = (on: boolean) =>
    change.mutate(on, {
      onSuccess: () => void toast.success(t(on ? "settings.switchedOn" : "settings.switchedOff")),
      onError: (error) => void toast.error(problemWords(toProblem(error), t).title),
    });
  return (
    <Panel title={t("settings.featurePreviewTitle")}>
      {toastPlace}
      <div className="feature">
        <div>
          <h3>
            {name} <Tag color="gold">{t("settings.preview")}</Tag>
          </h3>
          <p>{t("settings.featureHint")}</p>
          <p className="secondary">{t("settings.featureOffHint")}</p>
          {rights.settings ? <p id={reasonId}>{t(`reason.${rights.settings}`)}</p> : null}
        </div>
        <Switch
          aria-label={name}
          aria-describedby={reasonId}
          checked={project.featurePreview.importExport}
          loading={change.isPending}
          disabled={rights.settings !== null}
          onChange={onChange}
        />
      </div>
    </Panel>
  );
}
