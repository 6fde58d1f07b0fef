import { onlineManager } from "@tanstack/react-query";
import { afterEach, expect, it } from "vitest";
import { keys } from "@/api/keys";
import { ApiProblem } from "@/api/problem";
import { makeQueryClient } from "./queryClient";

const REFUSED = { status: 403, title: "", detail: "", errors: [], plan: null };
const PROJECT = keys.project("insights");
const PLAN = [...PROJECT, "main", "plan"];

/** What counts as old after a query and a mutation were refused with this code. */
async function oldAfter(code: "feature-disabled" | "forbidden") {
  const queryClient = makeQueryClient();
  for (const key of [PROJECT, PLAN]) queryClient.setQueryData(key, {});
  const refuse = () => Promise.reject(new ApiProblem({ ...REFUSED, code }));
  await expect(queryClient.fetchQuery({ queryKey: ["refused"], queryFn: refuse })).rejects.toThrow();
  const old = [PROJECT, PLAN].map((key) => queryClient.getQueryState(key)?.isInvalidated);
  queryClient.setQueryData(PROJECT, {});
  const mutation = queryClient.getMutationCache().build(queryClient, { mutationFn: refuse });
  await expect(mutation.execute(undefined)).rejects.toThrow();
  return [...old, queryClient.getQueryState(PROJECT)?.isInvalidated];
}

afterEach(() => onlineManager.setOnline(true));

it("asks and writes at once, also when the browser takes itself for offline", async () => {
  onlineManager.setOnline(false);
  const queryClient = makeQueryClient();
  const mutation = queryClient.getMutationCache().build(queryClient, { mutationFn: async () => "written" });
  expect(await mutation.execute(undefined)).toBe("written");
  expect(await queryClient.fetchQuery({ queryKey: ["page"], queryFn: () => "read" })).toBe("read");
});

it("asks again what is on in a Project after the feature was found to be off", async () => {
  expect(await oldAfter("feature-disabled")).toEqual([true, false, true]);
});

it("asks for no Project again after any other refusal", async () => {
  expect(await oldAfter("forbidden")).toEqual([false, false, false]);
});
