import type { TFunction } from "i18next";
import type { ApiProblem, ProblemCode } from "@/api/problem";
import en from "@/i18n/en.json";
import { i18n } from "@/i18n/i18n";

type Words = { title: string; detail: string | null; wayOut: string };

/**
 * Chooses the words for a problem: title and way out in the reader's language, and to readers of English the server's
 * own sentence. Others get that only where there are no words for the problem.
 */
export function problemWords(problem: ApiProblem, t: TFunction): Words {
  const code = isKnown(problem.code) ? problem.code : "unexpected";
  return {
    title: code === "unexpected" && problem.title ? problem.title : t(`problem.${code}.title`),
    detail: i18n.language === "en" || code === "unexpected" ? problem.message : null,
    wayOut: t(`problem.${code}.wayOut`),
  };
}

/** A code without words does not compile. A newer server may still send one. */
const WORDS: Record<ProblemCode, Omit<Words, "detail">> = en.problem;

function isKnown(code: string): code is ProblemCode {
  return code in WORDS;
}
