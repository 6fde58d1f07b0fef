import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRevalidator, useRouteError } from "react-router";
import { isProblem } from "@/api/problem";
import { ProblemAlert } from "@/ui/ProblemAlert";

type Props = {
  /** What is not there, in words of its own. */
  unknown: ReactNode;
};

/** What shows when a page cannot: the problem, and a way to try again. */
export function ErrorPage({ unknown }: Props) {
  const { t } = useTranslation();
  const error = useRouteError();
  const queryClient = useQueryClient();
  const { revalidate } = useRevalidator();
  useEffect(
    () => () => {
      // Who comes back asks again: it may be there by then.
      queryClient.removeQueries({ predicate: ({ state }) => isProblem(state.error, "not-found") });
    },
    [queryClient],
  );
  if (isProblem(error, "not-found")) return unknown;
  const retry = async () => {
    await queryClient.resetQueries();
    await revalidate();
  };
  return (
    <div className="error-page">
      <h1 className="visually-hidden">{t("problem.unexpected.title")}</h1>
      <ProblemAlert error={error} onRetry={() => void retry()} />
    </div>
  );
}
