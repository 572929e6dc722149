import { counted, type EstimatedJson, estimated, type NumberJson, type SizeJson, sizeJson } from "../json-values.ts";
import type { AnswerWorth } from "./answer-worth.ts";
import type { AnswerAssessment } from "./assessment.ts";

/** The assessment of a system that answers, for programs: stable names, shares as fractions, money in `value.currency`. */
export interface AnswerAssessmentJson extends Omit<AnswerAssessment, "signal" | "worth" | "plan"> {
  readonly signal: {
    readonly skill: EstimatedJson;
    readonly permuted: EstimatedJson;
    readonly judgedRows: number;
    readonly sampledRows: number | null;
  } | null;
  readonly value: AnswerValueJson | null;
  readonly plan: AnswerPlanJson | null;
}

interface AnswerValueJson {
  /** Gain per decision over the declared rule, and over the best answer that looks at nothing. */
  readonly overRule: EstimatedJson;
  readonly overConstant: EstimatedJson;
  readonly ruleOverConstant: EstimatedJson;
  readonly lookupOverConstant: EstimatedJson | null;
  readonly entrants: readonly {
    readonly name: string;
    readonly perDecision: EstimatedJson;
    readonly facts: AnswerWorth["entrants"][number]["facts"];
  }[];
  /** Gain over the rule in a year; null while the number of decisions is not known. */
  readonly perYear: EstimatedJson | null;
  readonly decisionsPerYear: number | null;
  readonly currency: string;
  readonly basis: "measured" | "assumed";
  readonly breakEven: { readonly costPerYear: number; readonly decisionsPerYear: EstimatedJson } | null;
}

interface AnswerPlanJson extends SizeJson {
  readonly overConstant: SizeJson;
  readonly sdPerUnit: NumberJson;
  readonly decisionsPerUnit: number;
  readonly unitsPerDay: number | null;
  readonly detectable: readonly { readonly weeks: number; readonly perDecision: NumberJson }[];
}

/** Turns an assessment into plain JSON; what could not be computed says why. */
export function answerJson({ signal, worth, plan, ...rest }: AnswerAssessment): AnswerAssessmentJson {
  return {
    ...rest,
    signal:
      signal === null
        ? null
        : {
            skill: estimated(signal.skill),
            permuted: estimated(signal.permuted),
            judgedRows: signal.judgedRows,
            sampledRows: signal.sampledRows,
          },
    value: worth === null ? null : valueJson(worth),
    plan: planJson(plan),
  };
}

function valueJson({ entrants, perYear, breakEven, lookupOverConstant, ...worth }: AnswerWorth): AnswerValueJson {
  return {
    overRule: estimated(worth.overRule),
    overConstant: estimated(worth.overConstant),
    ruleOverConstant: estimated(worth.ruleOverConstant),
    lookupOverConstant: lookupOverConstant === null ? null : estimated(lookupOverConstant),
    entrants: entrants.map(({ name, perDecision, facts }) => ({ name, perDecision: estimated(perDecision), facts })),
    perYear: perYear === null ? null : estimated(perYear.overRule),
    decisionsPerYear: worth.decisionsPerYear,
    currency: worth.currency,
    basis: worth.basis,
    breakEven: breakEven === null ? null : { ...breakEven, decisionsPerYear: estimated(breakEven.decisionsPerYear) },
  };
}

function planJson(plan: AnswerAssessment["plan"]): AnswerPlanJson | null {
  if (plan === null) return null;
  const { overConstant, sdPerUnit, decisionsPerUnit, unitsPerDay, detectable } = plan;
  return {
    ...sizeJson(plan),
    overConstant: sizeJson(overConstant),
    sdPerUnit: counted(sdPerUnit),
    decisionsPerUnit,
    unitsPerDay,
    detectable: detectable.map(({ weeks, perDecision }) => ({ weeks, perDecision: counted(perDecision) })),
  };
}
