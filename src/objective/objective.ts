import type { AnswerPayoff } from "./answer-payoff.ts";
import type { Brief } from "./brief/brief.ts";
import type { Requirements } from "./brief/requirements.ts";
import type { Effect } from "./effect.ts";
import type { Guardrail } from "./guardrail.ts";
import type { BusinessMetric } from "./metric.ts";
import type { WaitingCost } from "./waiting.ts";
import type { StandIn, WatchedMetric } from "./watched/watched-metric.ts";

/** Money for one action, by what turns out to be true. In the objective's currency, before the action's cost. */
export interface Payoff {
  readonly yes: number;
  readonly no: number;
}

/** Money for every action by the truth of one outcome, or for answers that are no actions. */
export type Payoffs<Action extends string = string> = Readonly<Record<Action, Payoff>> | AnswerPayoff;

/** A business goal that somebody has stated. */
export interface StatedObjective<Action extends string = string> {
  readonly stated: true;
  readonly metric: BusinessMetric;
  readonly direction: "increase" | "decrease";
  /** Money a year today, and wanted by the date in `by` (`YYYY-MM-DD`). */
  readonly baseline: number;
  readonly target: number;
  readonly by: string;
  /** ISO 4217, such as `USD`. */
  readonly currency: string;
  /** The outcome whose truth the payoff speaks of; may be left out when there is only one. */
  readonly outcome?: string;
  readonly payoff: Payoffs<Action>;
  /** What each action costs, whatever the truth. Default 0. */
  readonly cost: Readonly<Partial<Record<Action, number>>>;
  /** Share of the true cases that acting changes. Required where the outcome is `changedByActing`. */
  readonly effect?: Effect;
  readonly guardrails: readonly Guardrail[];
  /** What a millisecond of waiting costs a decision; the gate takes it off what a slower model gains. Default: nobody knows. */
  readonly waiting?: WaitingCost;
  readonly transparency: "any" | "explainable";
  /** Decisions a year, for what a difference is worth in a year. */
  readonly perYear?: number;
  readonly asked: string;
  readonly approves: readonly string[];
  /** Whether what retraining makes may serve everybody before an experiment has shown what it earns. Default: it may not. */
  readonly unproven?: "allowed";
  /** Why the objective is what it is now; kept with every version. */
  readonly why?: string;
  /** What is watched beside the money, by name: in experiments, live and in reports. */
  readonly metrics?: Readonly<Record<string, WatchedMetric>>;
  /** What stands in for the metric while that cannot be seen itself, by name, and what it is taken to be worth. */
  readonly proxies?: Readonly<Record<string, StandIn>>;
  /** What is agreed before anything is built. */
  readonly brief?: Brief;
  /** What is required besides money; it drives checks and defaults. */
  readonly requirements?: Requirements;
}

/**
 * Nobody has said what the decisions are for. The system runs; money is counted in right and wrong actions and reads
 * "assumed"; no value gate passes; three questions stand open.
 */
export interface UnstatedObjective<Action extends string = string> {
  readonly stated: false;
  readonly currency: string;
  readonly outcome?: string;
  readonly payoff: Payoffs<Action>;
  readonly cost: Readonly<Partial<Record<Action, number>>>;
  readonly effect?: undefined;
  readonly guardrails: readonly Guardrail[];
  readonly transparency: "any" | "explainable";
  readonly perYear?: undefined;
}

export type Objective<Action extends string = string> = StatedObjective<Action> | UnstatedObjective<Action>;

/** The unit in which an unstated objective counts: one right action earns 1, one wrong action loses 1. */
export const UNPRICED = "points";

/** An unstated objective of a system that acts or not. */
export interface UnstatedActions<Action extends string = string> extends UnstatedObjective<Action> {
  readonly payoff: Readonly<Record<Action, Payoff>>;
}

/** A system whose objective is still to be stated. `act` is what is done to a case that is taken to be true. */
export function unstated<const Act extends string, const Rest extends string>(actions: {
  readonly act: Act;
  readonly otherwise: Rest;
}): UnstatedActions<Act | Rest> {
  const payoff = { [actions.act]: { yes: 1, no: -1 }, [actions.otherwise]: { yes: 0, no: 0 } };
  return Object.freeze({ ...unpriced<Act | Rest>(), payoff: payoff as Record<Act | Rest, Payoff> });
}

/** An unstated objective of a system whose answers are no actions. */
export interface UnstatedAnswers<P extends AnswerPayoff = AnswerPayoff> extends UnstatedObjective {
  readonly payoff: P;
}

/**
 * A system of answers whose objective is still to be stated. The payoff counts in points.
 *
 * @example unstatedAnswers(rightOrWrong({ right: 1, wrong: 0 }))
 */
export function unstatedAnswers<P extends AnswerPayoff>(payoff: P): UnstatedAnswers<P> {
  return Object.freeze({ ...unpriced<string>(), payoff });
}

function unpriced<Action extends string>(): Omit<UnstatedObjective<Action>, "payoff"> {
  const cost: Partial<Record<Action, number>> = {};
  return { stated: false, currency: UNPRICED, cost, guardrails: [], transparency: "any" };
}

/** What stands open while nobody has stated the objective. */
export const OPEN_QUESTIONS: readonly string[] = [
  "Which business metric should these decisions move, and what is it worth?",
  "How will success be measured beyond the validation data?",
  "Can a randomised experiment prove it, with the traffic at hand?",
];
