import { compare, type Decisions, type Standing, type Standings, standing } from "../../evaluate/index.ts";
import type { HeadOutput, SettledAnswer } from "../../policy/index.ts";
import type { AnsweringSystem } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";

/** What is said of a competitor's answers beside their money. */
export interface AnswerFact {
  readonly name: string;
  readonly value: number | null;
  readonly unit: "percent" | "number";
}

/** A competitor in a race of answers. */
export interface AnswerStanding extends Standing {
  readonly facts: readonly AnswerFact[];
}

/** What a head, or the weighted sum of several, said of the judged rows: its numbers row by row. */
export interface RowOutputs extends HeadOutput {
  readonly outputs: Float64Array;
}

/** The champion's part: what it said, and how it turns that into answers. */
export interface RivalOutputs extends RowOutputs {
  readonly settled: SettledAnswer;
}

/** A race of answers before it is run. */
export interface AnswerWork {
  readonly system: AnsweringSystem;
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** Null where the system has no heads: the rule then runs against itself. */
  readonly model: RowOutputs | null;
  readonly champion: RivalOutputs | null;
}

/** A race of answers and the policy with which the model ran it. */
export interface AnswerRace {
  readonly settled: SettledAnswer;
  readonly standings: Standings<AnswerStanding>;
}

/** The answers of everyone, priced: money for every decision, and what else is to be said. */
export interface Priced {
  readonly money: Float64Array;
  readonly facts: readonly AnswerFact[];
}

/** Everyone's priced answers. */
export interface PricedAnswers {
  readonly model: Priced;
  readonly rule: Priced;
  readonly constant: Priced & { readonly name: string };
  readonly champion: Priced | null;
}

/** Compares everyone's answers in money. */
export function runRace(
  decisions: Decisions,
  { model, rule, constant, champion }: PricedAnswers,
): AnswerRace["standings"] {
  const enter = (name: string, { money, facts }: Priced): AnswerStanding => ({
    ...standing(decisions, name, money),
    facts,
  });
  return compare(decisions, {
    model: enter("model", model),
    rule: enter("rule", rule),
    constant: enter(constant.name, constant),
    champion: champion === null ? null : enter("champion", champion),
  });
}

/** The mean of some numbers; null without any. */
export function meanOf(values: ArrayLike<number>): number | null {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? null : sum / values.length;
}
