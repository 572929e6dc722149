import { isInsufficient } from "../../kernel/index.ts";
import type { Assessment } from "../assess.ts";
import type { ActAssessment } from "../assessment.ts";

/** What is recommended: a model, a rule that was found or the one that is declared, or nothing of the kind yet. */
export type Recommended =
  | { readonly way: "model" | "declared rule" | "nothing" }
  | {
      readonly way: "found rule";
      readonly words: string;
      readonly fields: readonly string[];
      readonly accuracy: number | null;
    };

/** What the verdict comes to. A rule was found where its reason says so, and looks at these features. */
export function recommendedBy(assessment: Assessment): Recommended {
  const { kind, reasons } = assessment.verdict;
  const code = reasons[0]?.code ?? "";
  if (kind === "use-ml") return { way: "model" };
  if (kind !== "use-rule") return { way: "nothing" };
  if (assessment.kind === "act" && assessment.rule !== null) {
    const { fields, accuracy } = assessment.rule;
    // Where money has decided, it acts where that pays, and how often it is right is beside the point.
    if (isByMoney(code) && earnsMore(assessment.worth))
      return { way: "found rule", words: `acting when ${assessment.worth?.found.words}`, fields, accuracy: null };
    if (code.startsWith("rule."))
      return { way: "found rule", words: `yes when ${assessment.rule.words}`, fields, accuracy };
  }
  if (code.startsWith("lookup.") && assessment.kind === "answer" && assessment.lookup !== null) {
    const fields = assessment.lookup;
    return {
      way: "found rule",
      words: `looking up ${fields.map((name) => `\`${name}\``).join(" and ")}`,
      fields,
      accuracy: null,
    };
  }
  return { way: "declared rule" };
}

function isByMoney(code: string): boolean {
  return code.startsWith("gain.") || code === "rule.earns-as-much";
}

/** Whether the rule that was found earns more than the declared one. */
function earnsMore(worth: ActAssessment["worth"]): boolean {
  if (worth === null || isInsufficient(worth.found.over) || isInsufficient(worth.overRule)) return false;
  return worth.found.over.value < worth.overRule.value;
}
