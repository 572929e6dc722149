import { isInsufficient } from "../../kernel/index.ts";
import { OPEN_QUESTIONS } from "../../objective/index.ts";
import type { Interval } from "../../report/index.ts";
import type { Assessment } from "../assess.ts";
import { yearOf } from "../chain.ts";
import { gapsIn } from "../feasibility/feasibility.ts";
import type { Need } from "../feasibility/need.ts";
import { yearSpan } from "../value/year-span.ts";
import { plainVerdict } from "../views/plain-verdict.ts";
import { lowered } from "../words.ts";
import type { PortfolioCase, RankedSystem, SystemApart, YearCost } from "./portfolio.ts";

/** A system that can be ranked, before it is. */
export type Rankable = Omit<RankedSystem, "rank" | "tied" | "reasons"> & {
  readonly currency: string;
  readonly assessment: Assessment;
};

/** How a system stands: with what it brings and costs, or apart with what is missing. */
export function standingOf({ system, assessment }: PortfolioCase): Rankable | SystemApart {
  const { name, objective } = system;
  if ("failed" in assessment)
    return { system: name, verdict: null, why: "It could not be assessed.", missing: [assessment.failed] };
  const { kind: verdict } = assessment.verdict;
  const apart = (why: string, missing: readonly string[]): SystemApart => ({ system: name, verdict, why, missing });
  if (!objective.stated) return apart("Nobody has stated what it is for.", OPEN_QUESTIONS);
  if (verdict === "dont" || verdict === "collect-first")
    return apart(plainVerdict(assessment).text, [assessment.verdict.reasons[0]?.message ?? ""]);
  const way = verdict === "use-ml" ? "model" : "rule";
  const hard = way === "model" ? gapsIn(assessment.needs).filter(isHard) : [];
  const [gap] = hard;
  if (gap !== undefined)
    return apart(
      `It is not feasible as required: ${lowered(gap.name)}. Needed: ${gap.needed}; found: ${gap.found}.`,
      gap.options,
    );
  const value = yearlyValue(assessment, way);
  if (value === null)
    return apart("What it brings in a year is not known.", [
      "How many decisions there are in a year: `objective.perYear`.",
    ]);
  const cost = way === "rule" ? NO_MODEL : costOf(assessment);
  const paid = cost?.perYear ?? 0;
  const days = assessment.plan?.days;
  return {
    system: name,
    verdict,
    way,
    value,
    overRule: way === "model" ? overRuleOf(assessment) : null,
    basis: assessment.worth?.basis ?? "assumed",
    cost,
    net: { value: value.value - paid, low: value.low - paid, high: value.high - paid },
    days: typeof days === "number" ? days : null,
    currency: objective.currency,
    assessment,
  };
}

/** A rule needs no training and no watching; what it costs to call it is not counted here. */
const NO_MODEL: YearCost = { perYear: 0, from: "said" };

/** What no later step can mend: where it has to run, how fast, and for how much. */
function isHard({ area, code }: Need): boolean {
  return area === "deployment" || area === "infrastructure" || area === "scale" || code.startsWith("money.budget");
}

function overRuleOf(assessment: Assessment): Interval | null {
  if (assessment.kind === "act") return assessment.worth === null ? null : yearOf(assessment.worth, "overRule");
  return yearSpan(assessment.worth?.perYear?.overRule ?? null, []);
}

/** What is gained over deciding without looking. A rule that was found does as well as the model, by what made it the verdict. */
function yearlyValue(assessment: Assessment, way: "model" | "rule"): Interval | null {
  const { worth, verdict } = assessment;
  const code = verdict.reasons[0]?.code ?? "";
  if (worth === null) return null;
  if (way === "model" || code.startsWith("rule.") || code.startsWith("lookup.")) return modelValue(assessment);
  const { ruleOverConstant, decisionsPerYear } = worth;
  if (decisionsPerYear === null || isInsufficient(ruleOverConstant)) return null;
  const { value, low, high } = ruleOverConstant;
  return { value: value * decisionsPerYear, low: low * decisionsPerYear, high: high * decisionsPerYear };
}

function modelValue(assessment: Assessment): Interval | null {
  if (assessment.kind === "act") return assessment.worth === null ? null : yearOf(assessment.worth, "overNothing");
  return yearSpan(assessment.worth?.perYear?.overConstant ?? null, []);
}

/** Building is spread over so many years. */
const YEARS = 3;

/** As said; else the whole budget; null where neither is known. */
function costOf({ path }: Assessment): YearCost | null {
  if (path === null || path.costs.from === "nobody") return null;
  const { build, perYear, from } = path.costs;
  return { perYear: (perYear ?? 0) + (build ?? 0) / YEARS, from };
}
