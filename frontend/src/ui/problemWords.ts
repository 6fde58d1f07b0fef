import type { TFunction } from "i18next";
import type { ApiProblem, ProblemCode } from "@/api/problem";
import en from "@/i18n/en.json";

type Words = { title: string; detail: string; wayOut: string };

/** Chooses the words for a problem: its title and way out in the reader's language, the server's own detail. */
export function problemWords(problem: ApiProblem, t: TFunction): Words {
  const code = isKnown(problem.code) ? problem.code : "unexpected";
  return {
    title: code === "unexpected" && problem.title ? problem.title : t(`problem.${code}.title`),
    detail: problem.message,
    wayOut: t(`problem.${code}.wayOut`),
  };
}

/** A code without words does not compile. A newer server may still send one. */
const WORDS: Record<ProblemCode, Omit<Words, "detail">> = en.problem;

function isKnown(code: string): code is ProblemCode {
  return code in WORDS;
}
