import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Fragment, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/api/scope";
import type { Choices, PlanItem } from "@/api/types";
import { Loading } from "@/ui/Loading";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { ChangeList, UsedBy } from "./ChangeList";
import { comparisonQuery } from "./importQueries";
import { isNameWrong } from "./planView";

type Props = { scope: Scope; file: File; choices: Choices; item: PlanItem };

/** On demand: what differs between an item and what is here, and who uses that. */
export function WhatChanges(props: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="what-changes">
      <Button
        size="small"
        type="text"
        icon={isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isNameWrong(props.item) ? "changes.compare" : "changes.open")}
      </Button>
      {isOpen ? (
        <div id={id} className="what-changes-body">
          <Fetched {...props} />
        </div>
      ) : null}
    </div>
  );
}

function Fetched({ scope, file, choices, item }: Props) {
  const { data, error, isPending, refetch } = useQuery(comparisonQuery(scope, file, choices, [item]));
  if (isPending) return <Loading />;
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return data.items.map((comparison) => (
    <Fragment key={comparison.name}>
      {isNameWrong(item) ? null : <UsedBy usedBy={comparison.usedBy} />}
      <ChangeList comparison={comparison} />
    </Fragment>
  ));
}
