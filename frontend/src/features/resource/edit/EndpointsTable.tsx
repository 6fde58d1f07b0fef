import { type Dispatch, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { stringOf } from "../entry";
import { SelectControl } from "./controls";
import type { Change, Draft } from "./draft";
import { type EditColumn, EditTable } from "./EditTable";
import { NameControl } from "./NameControl";

type Props = { draft: Draft; dispatch: Dispatch<Change> };

/** What the Console offers; the server takes any. */
const DEFAULT_STATES = ["DRAFT", "PUBLIC"];
const NEW_ENDPOINT = { basePath: "/", defaultState: "DRAFT" };

/** The internal endpoints of a Single View. */
export function EndpointsTable({ draft, dispatch }: Props) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): EditColumn[] => [
      {
        part: "basePath",
        title: t("resource.basePath"),
        width: 260,
        render: (cell) => <NameControl {...cell} value={stringOf(cell.value)} />,
      },
      {
        part: "defaultState",
        title: t("resource.defaultState"),
        width: 140,
        render: (cell) => <SelectControl {...cell} value={stringOf(cell.value)} choices={DEFAULT_STATES} />,
      },
    ],
    [t],
  );
  const rows = draft.lists.internalEndpoints;
  if (rows === undefined) return null;
  return (
    <EditTable
      title={t("resource.endpoints")}
      list="internalEndpoints"
      rows={rows}
      columns={columns}
      faults={draft.faults}
      dispatch={dispatch}
      addLabel={t("edit.addEndpoint")}
      newRow={NEW_ENDPOINT}
    />
  );
}
