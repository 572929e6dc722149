import type { ActAssessment } from "./assessment.ts";
import { counted, type EstimatedJson, estimated, type NumberJson, type SizeJson, sizeJson } from "./json-values.ts";
import type { Worth } from "./worth.ts";

/** The assessment of a system that acts or not, for programs: stable names, shares as fractions, money in `value.currency`. */
export interface ActAssessmentJson {
  readonly kind: "act";
  readonly system: string;
  readonly verdict: ActAssessment["verdict"];
  readonly signs: ActAssessment["signs"];
  readonly data: ActAssessment["data"];
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
  readonly assumptions: ActAssessment["assumptions"];
  readonly needs: ActAssessment["needs"];
  readonly footprint: ActAssessment["footprint"];
  readonly path: ActAssessment["path"];
  readonly chain: ActAssessment["chain"];
  readonly questions: readonly string[];
  readonly warnings: ActAssessment["warnings"];
  readonly seconds: number;
}

interface ValueJson {
  /** Gain per decision over acting on nobody, and over the declared rule. */
  readonly perDecision: EstimatedJson;
  readonly overRule: EstimatedJson;
  /** The same over the short rule that was found, acting where that pays: when it acts, and what a model gains over it. */
  readonly found: { readonly words: string; readonly over: EstimatedJson; readonly overConstant: EstimatedJson };
  /** Gain over the rule in a year; null while the number of decisions is not known. */
  readonly perYear: EstimatedJson | null;
  readonly decisionsPerYear: number | null;
  readonly currency: string;
  readonly basis: "measured" | "assumed";
  readonly hits: Worth["hits"];
  readonly overEffect: readonly {
    readonly effect: number;
    readonly perDecision: EstimatedJson;
    readonly overRule: EstimatedJson;
  }[];
  readonly breakEven: { readonly costPerYear: number; readonly decisionsPerYear: EstimatedJson } | null;
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
export function actJson(assessment: ActAssessment): ActAssessmentJson {
  const { kind, system, verdict, signs, data, rule, chain, questions, warnings, seconds } = assessment;
  const { assumptions, needs, footprint, path } = assessment;
  return {
    kind,
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
    assumptions,
    needs,
    footprint,
    path,
    chain,
    questions,
    warnings,
    seconds,
  };
}

function signalJson({ signal }: ActAssessment): ActAssessmentJson["signal"] {
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

function valueJson({ worth }: ActAssessment): ValueJson | null {
  if (worth === null) return null;
  const { currency, basis, decisionsPerYear, breakEven } = worth;
  return {
    perDecision: estimated(worth.overNothing),
    overRule: estimated(worth.overRule),
    found: {
      words: worth.found.words,
      over: estimated(worth.found.over),
      overConstant: estimated(worth.found.overConstant),
    },
    perYear: worth.perYear === null ? null : estimated(worth.perYear.overRule),
    decisionsPerYear,
    currency,
    basis,
    hits: worth.hits,
    overEffect: worth.overEffect.map(({ effect, overNothing, overRule }) => ({
      effect,
      perDecision: estimated(overNothing),
      overRule: estimated(overRule),
    })),
    breakEven: breakEven === null ? null : { ...breakEven, decisionsPerYear: estimated(breakEven.decisionsPerYear) },
  };
}

function planJson({ plan }: ActAssessment): PlanJson | null {
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
