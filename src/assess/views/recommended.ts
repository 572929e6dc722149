import type { Assessment } from "../assess.ts";

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
  if (code.startsWith("rule.") && assessment.kind === "act" && assessment.rule !== null) {
    const { words, fields, accuracy } = assessment.rule;
    return { way: "found rule", words: `yes when ${words}`, fields, accuracy };
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
