import {
  competitor,
  type Decisions,
  type Judged,
  type Judgement,
  judge,
  valued,
  valuePerDecision,
} from "../evaluate/index.ts";
import { insufficient, isInsufficient } from "../kernel/index.ts";
import { breakEven, expectedMoney, type Objective, type Stakes, stakesOf } from "../objective/index.ts";
import { DEFAULT_LEVEL, type Estimated, mapEstimate } from "../stats/index.ts";
import type { PayingRule } from "./rules/paying-rule.ts";

/** What decisions by a model would be worth, in the objective's money, before anything is built. */
export interface Worth {
  readonly currency: string;
  /** Assumed when the objective is unstated or rests on an effect that nobody has measured. */
  readonly basis: "measured" | "assumed";
  /** Gain per decision over acting on nobody; over the declared rule; over the best decision that looks at nothing. */
  readonly overNothing: Estimated;
  readonly overRule: Estimated;
  readonly overConstant: Estimated;
  /** What the declared rule gains over the best decision that looks at nothing. */
  readonly ruleOverConstant: Estimated;
  /** Against the short rule that was found in the data, as if it were the declared one. */
  readonly found: FoundWorth;
  /** Share of decisions that a model would act on, and the rule. */
  readonly actRate: number;
  readonly ruleActRate: number;
  /** How often acting hits, and misses, under the same capacity. */
  readonly hits: { readonly model: Hits; readonly rule: Hits };
  /** Decisions a year, when somebody has said so; and the gains over a year. */
  readonly decisionsPerYear: number | null;
  readonly perYear: {
    readonly overNothing: Estimated;
    readonly overRule: Estimated;
    readonly overFound: Estimated;
  } | null;
  /** The same decisions taken for the ends of the assumed effect; empty when nothing is assumed. */
  readonly overEffect: readonly EffectWorth[];
  /** Decisions a year from which the gain over the rule pays the declared cost; null when no cost is declared. */
  readonly breakEven: { readonly costPerYear: number; readonly decisionsPerYear: Estimated } | null;
}

/** What the rule that was found in the data earns, acting where that pays. */
export interface FoundWorth {
  /** When it acts. */
  readonly words: string;
  /** What a model gains over it, and it over the best decision that looks at nothing; per decision. */
  readonly over: Estimated;
  readonly overConstant: Estimated;
  readonly hits: Hits;
}

/** How well acting hits; null where nobody is acted on, or nothing is true. */
export interface Hits {
  /** Share of those acted on whose truth is yes. */
  readonly ofActed: number | null;
  /** Share of the true cases that are acted on. */
  readonly ofTrue: number | null;
}

/** Gains per decision at one value of an effect that nobody has measured. */
export interface EffectWorth {
  readonly effect: number;
  readonly overNothing: Estimated;
  readonly overRule: Estimated;
}

/** Everyone's scores on unseen decisions. */
export interface WorthCase {
  readonly objective: Objective;
  readonly judged: Judged;
  readonly score: Float64Array;
  readonly rule: Float64Array;
  readonly found: PayingRule;
  readonly capacity: number;
  readonly decisionsPerYear: number | null;
  readonly costPerYear: number | null;
}

/** Who did what, for whoever plans an experiment. */
export interface Raced {
  readonly stakes: Stakes;
  readonly judgement: Judgement;
}

/** Runs the race at one effect; acting starts where it pays at that effect. */
export function race(
  { objective, judged, score, rule, capacity }: WorthCase,
  stakes: Stakes = stakesOf(objective),
): Raced {
  const entries = { model: score, rule, champion: null, threshold: breakEven(stakes), capacity };
  return { stakes, judgement: judge(judged, stakes, entries) };
}

/** Counts the money. */
export function worthOf(work: WorthCase, raced: Raced): Worth {
  const { judged, decisionsPerYear, costPerYear } = work;
  const { stakes, judgement } = raced;
  const gains = gainsOf(judged, raced);
  const found = foundWorth(work, raced);
  const yearly = (gain: Estimated): Estimated =>
    isInsufficient(gain) ? gain : mapEstimate(gain, (money) => money * (decisionsPerYear ?? 0));
  return {
    currency: stakes.currency,
    basis: stakes.basis,
    ...gains,
    found,
    actRate: judgement.model.actRate,
    ruleActRate: judgement.rule.actRate,
    hits: { model: hitsOf(judged, judgement.model), rule: hitsOf(judged, judgement.rule) },
    decisionsPerYear,
    perYear:
      decisionsPerYear === null
        ? null
        : {
            overNothing: yearly(gains.overNothing),
            overRule: yearly(gains.overRule),
            overFound: yearly(found.over),
          },
    overEffect: overEffect(work),
    breakEven: costPerYear === null ? null : { costPerYear, decisionsPerYear: volumeFor(costPerYear, gains.overRule) },
  };
}

function hitsOf({ truth, weight }: Judged, { actRate, hitRate }: Judgement["model"]): Hits {
  const all = totalOf(weight);
  const yes = truth.reduce((sum, one, row) => sum + one * (weight[row] as number), 0);
  return { ofActed: hitRate, ofTrue: yes === 0 ? null : (actRate * (hitRate ?? 0) * all) / yes };
}

interface Gains {
  readonly overNothing: Estimated;
  readonly overRule: Estimated;
  readonly overConstant: Estimated;
  readonly ruleOverConstant: Estimated;
}

function gainsOf(judged: Judged, { stakes, judgement }: Raced): Gains {
  const nothing = moneyOfNothing(judged, stakes);
  const [model, rule] = [judgement.model.money, judgement.rule.money];
  const constant = constantOf(nothing, judgement);
  return {
    overNothing: meanGain(judged, model, nothing),
    overRule: meanGain(judged, model, rule),
    overConstant: meanGain(judged, model, constant),
    ruleOverConstant: meanGain(judged, rule, constant),
  };
}

function foundWorth({ judged, found, capacity }: WorthCase, { stakes, judgement }: Raced): FoundWorth {
  const entry = { name: "found rule", score: found.acts, threshold: 1 };
  const who = valued(judged, stakes, competitor(judged, entry, { capacity }));
  return {
    words: found.words,
    over: meanGain(judged, judgement.model.money, who.money),
    overConstant: meanGain(judged, who.money, constantOf(moneyOfNothing(judged, stakes), judgement)),
    hits: hitsOf(judged, who),
  };
}

function moneyOfNothing({ truth }: Judged, stakes: Stakes): Float64Array {
  return truth.map((one) => expectedMoney(stakes, one, 0));
}

/** The best that looks at nothing: acting on nobody, or at random. */
function constantOf(nothing: Float64Array, { constant: { money } }: Judgement): Float64Array {
  return totalOf(nothing) >= totalOf(money) ? nothing : money;
}

function totalOf(money: Float64Array): number {
  return money.reduce((sum, amount) => sum + amount, 0);
}

/** Mean of the differences, per decision. Two who decide alike differ by nothing, and that is certain. */
export function meanGain(decisions: Decisions, mine: Float64Array, theirs: Float64Array): Estimated {
  const gains = mine.map((money, row) => money - (theirs[row] as number));
  if (gains.every((gain) => gain === 0)) return { value: 0, low: 0, high: 0, level: DEFAULT_LEVEL };
  return valuePerDecision(decisions, gains);
}

function overEffect(work: WorthCase): readonly EffectWorth[] {
  const { effect } = work.objective;
  if (effect === undefined || effect.basis === "measured") return [];
  return effect.range.map((value) => {
    const { overNothing, overRule } = gainsOf(work.judged, race(work, stakesOf(work.objective, value)));
    return { effect: value, overNothing, overRule };
  });
}

/** Cost over gain. Only a gain whose whole interval is above zero has a volume that surely pays. */
export function volumeFor(cost: number, gain: Estimated): Estimated {
  if (isInsufficient(gain)) return gain;
  if (gain.low <= 0) return insufficient("no-gain-shown");
  return mapEstimate(gain, (money) => cost / money);
}
