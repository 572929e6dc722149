import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Assessment } from "./assessment.ts";
import type { ExperimentSize } from "./experiment-plan.ts";

interface IntervalJson {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface MissingJson {
  readonly insufficient: string;
}

type EstimatedJson = IntervalJson | MissingJson;
type NumberJson = number | MissingJson;

/** An assessment for programs: stable names, shares as fractions, money in `value.currency`. */
export interface AssessmentJson {
  readonly system: string;
  readonly verdict: Assessment["verdict"];
  readonly signs: Assessment["signs"];
  readonly data: Assessment["data"];
  readonly signal: {
    readonly rocAuc: EstimatedJson;
    readonly permuted: EstimatedJson;
    readonly rule: EstimatedJson;
    readonly judgedRows: number;
    readonly sampledRows: number | null;
  } | null;
  readonly shortRule: {
    readonly kind: string;
    readonly words: string;
    readonly fields: readonly string[];
    readonly rocAuc: EstimatedJson;
    readonly accuracy: number;
  } | null;
  readonly value: ValueJson | null;
  readonly plan: PlanJson | null;
  readonly chain: Assessment["chain"];
  readonly questions: readonly string[];
  readonly warnings: Assessment["warnings"];
  readonly seconds: number;
}

interface ValueJson {
  /** Gain per decision over acting on nobody, and over the declared rule. */
  readonly perDecision: EstimatedJson;
  readonly overRule: EstimatedJson;
  /** Gain over the rule in a year; null while the number of decisions is not known. */
  readonly perYear: EstimatedJson | null;
  readonly decisionsPerYear: number | null;
  readonly currency: string;
  readonly basis: "measured" | "assumed";
  readonly overEffect: readonly {
    readonly effect: number;
    readonly perDecision: EstimatedJson;
    readonly overRule: EstimatedJson;
  }[];
  readonly breakEven: { readonly costPerYear: number; readonly decisionsPerYear: EstimatedJson } | null;
}

interface SizeJson {
  readonly units: NumberJson;
  readonly days: NumberJson;
  readonly liftPerUnit: NumberJson;
}

/** The experiment against the declared rule, and the one against acting on nobody. */
interface PlanJson extends SizeJson {
  readonly overNothing: SizeJson;
  readonly sdPerUnit: NumberJson;
  readonly decisionsPerUnit: number;
  readonly unitsPerDay: number | null;
  readonly detectable: readonly { readonly weeks: number; readonly perDecision: NumberJson }[];
}

/** Turns an assessment into plain JSON; what could not be computed says why. */
export function assessmentJson(assessment: Assessment): AssessmentJson {
  const { system, verdict, signs, data, rule, chain, questions, warnings, seconds } = assessment;
  return {
    system,
    verdict,
    signs,
    data,
    signal: signalJson(assessment),
    shortRule:
      rule === null
        ? null
        : {
            kind: rule.kind,
            words: rule.words,
            fields: rule.fields,
            rocAuc: estimated(rule.rocAuc),
            accuracy: rule.accuracy,
          },
    value: valueJson(assessment),
    plan: planJson(assessment),
    chain,
    questions,
    warnings,
    seconds,
  };
}

function signalJson({ signal }: Assessment): AssessmentJson["signal"] {
  if (signal === null) return null;
  const { rocAuc, permuted, declaredRule, judgedRows, sampledRows } = signal;
  return {
    rocAuc: estimated(rocAuc),
    permuted: estimated(permuted),
    rule: estimated(declaredRule),
    judgedRows,
    sampledRows,
  };
}

function valueJson({ worth }: Assessment): ValueJson | null {
  if (worth === null) return null;
  const { currency, basis, decisionsPerYear, breakEven } = worth;
  return {
    perDecision: estimated(worth.overNothing),
    overRule: estimated(worth.overRule),
    perYear: worth.perYear === null ? null : estimated(worth.perYear.overRule),
    decisionsPerYear,
    currency,
    basis,
    overEffect: worth.overEffect.map(({ effect, overNothing, overRule }) => ({
      effect,
      perDecision: estimated(overNothing),
      overRule: estimated(overRule),
    })),
    breakEven: breakEven === null ? null : { ...breakEven, decisionsPerYear: estimated(breakEven.decisionsPerYear) },
  };
}

function planJson({ plan }: Assessment): PlanJson | null {
  if (plan === null) return null;
  const { overNothing, sdPerUnit, decisionsPerUnit, unitsPerDay, detectable } = plan;
  return {
    ...sizeJson(plan),
    overNothing: sizeJson(overNothing),
    sdPerUnit: counted(sdPerUnit),
    decisionsPerUnit,
    unitsPerDay,
    detectable: detectable.map(({ weeks, perDecision }) => ({ weeks, perDecision: counted(perDecision) })),
  };
}

function sizeJson({ units, days, liftPerUnit }: ExperimentSize): SizeJson {
  return { units: counted(units), days: counted(days), liftPerUnit: counted(liftPerUnit) };
}

function estimated(found: Estimated): EstimatedJson {
  if (isInsufficient(found)) return { insufficient: wordInsufficient(found) };
  return { value: found.value, low: found.low, high: found.high };
}

function counted(found: number | Parameters<typeof wordInsufficient>[0]): NumberJson {
  return typeof found === "number" ? found : { insufficient: wordInsufficient(found) };
}
