import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import {
  type Document,
  estimate,
  list,
  type Section,
  table,
  type Unit,
  type Value,
  words,
} from "../../report/index.ts";
import type { Check, ObservationalFinding, ObservationalMethod } from "./finding.ts";

/** What stands wherever such a number is shown. */
export const OBSERVATIONAL_WARNING =
  "Observational: nobody settled by lot who got the change, so this is no proof and passes no gate.";

const METHODS: Readonly<Record<ObservationalMethod, string>> = {
  "difference-in-differences": "Difference in differences",
  "interrupted-series": "Interrupted time series",
  "before-after": "Before and after",
  mediation: "Mediation",
};

/** The finding in one sentence, its label first. */
export function observationalSentence({ effect, confounded, method }: ObservationalFinding): string {
  const label = `Observational (${METHODS[method].toLowerCase()}), no proof:`;
  if (isInsufficient(effect)) return `${label} ${wordInsufficient(effect)}.`;
  if (confounded) return `${label} a check failed, so something else than the change is at work.`;
  const { value, low, high } = effect;
  const seems = low <= 0 && high >= 0 ? "no change is seen" : "something seems to have changed";
  return `${label} ${seems}, by ${digits(value)} (${digits(low)} to ${digits(high)}).`;
}

/** Three digits. */
export function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** The report on an observational comparison. `unit` is that of the metric. */
export function observationalReport(
  finding: ObservationalFinding,
  { title, unit = "number" }: { readonly title: string; readonly unit?: Unit },
): Document {
  const { effect, checks, assumes, confounded, method } = finding;
  const value: Value = isInsufficient(effect) ? effect : estimate(effect, unit, { signed: true });
  return {
    title,
    subtitle: `${METHODS[method]}; observational`,
    verdict: { tone: confounded ? "bad" : "unknown", text: observationalSentence(finding) },
    summary: [OBSERVATIONAL_WARNING, "An experiment can settle it: `alidade experiment`."],
    sections: [
      {
        title: "What seems to have changed",
        blocks: [table(["", { name: "observational", align: "right" }], [["change", value]])],
      },
      checksSection(checks),
      { title: "What must be true for it to mean that", lead: "Nobody can test these.", blocks: [list(assumes)] },
    ],
  };
}

function checksSection(checks: readonly Check[]): Section {
  const rows = checks.map(({ name, message, pValue, failed }): readonly Value[] => [
    name,
    message,
    typeof pValue === "number" ? Number(pValue.toPrecision(2)) : pValue,
    failed ? words("failed", { tone: "bad" }) : words("passed"),
  ]);
  return {
    title: "Checks that it could have failed",
    lead: "To pass them proves nothing; to fail one disproves.",
    blocks: [table(["Check", "Asks", "p-value", "Verdict"], rows)],
  };
}
