import type { Verdict } from "../../report/index.ts";
import type { AssessmentCore } from "../assessment.ts";
import type { VerdictKind } from "../decision-table.ts";

const KIND: Readonly<Record<VerdictKind, Pick<Verdict, "tone" | "text">>> = {
  "use-ml": { tone: "good", text: "Build it" },
  "use-rule": { tone: "neutral", text: "Use a rule, build no model" },
  "collect-first": { tone: "unknown", text: "Not yet" },
  dont: { tone: "bad", text: "Do not build this" },
};

const WHY: Readonly<Record<string, string>> = {
  "examples.too-few": "there are too few examples to learn from",
  "rule.exact": "a short rule gives the right answer in nearly every case",
  "leak.suspected": "some of the data seem to know the answer beforehand, which has to be cleared up first",
  "rule.enough": "a short rule does as well",
  "lookup.enough": "looking the answer up in a table does as well",
  "signal.unclear": "whether there is anything to learn cannot be told from so few examples",
  "signal.none": "the data say nothing about it",
  "rule.transparent": "it must be possible to explain it, and a short rule does nearly as well",
  "lookup.transparent": "it must be possible to explain it, and looking it up in a table does nearly as well",
  "ranking.no-better": "a model is no better than the rule",
  "points.no-better": "a model is no better than the rule",
  "rule.ranks-as-well": "a short rule tells them apart as well as a model",
  "objective.unstated": "a model is better than the rule, and nobody has said what that is worth",
  "rule.earns-as-much": "a short rule earns as much",
  "gain.unproven": "a gain is likely, and these data are too few to show it",
  "gain.none": "a model gains nothing that shows",
  "gain.below-cost": "it would cost more than it brings",
  "gain.shown": "on decisions that it had not seen, a model did better than the rule",
  "gain.unknown": "these data are too few to put a figure on it",
};

/** The verdict for readers who are no statisticians. */
export function plainVerdict({ verdict: { kind, reasons } }: Pick<AssessmentCore, "verdict">): Verdict {
  const { tone, text } = KIND[kind];
  const why = WHY[reasons[0]?.code ?? ""];
  return { tone, text: why === undefined ? `${text}.` : `${text}: ${why}.` };
}
