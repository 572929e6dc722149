import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** Money for a label, by whether it is the true one. Losses are below zero. */
export interface RightOrWrong {
  readonly payoff: "right-or-wrong";
  readonly right: number;
  readonly wrong: number;
  /** For a path such as `fashion > shoes` that goes wrong only in its last step. Default: as `wrong`. */
  readonly partly?: number;
}

/** Money for every answer, by every truth. An answer that is no truth, such as `ask a person`, is allowed. */
export interface ByAnswer<Answer extends string = string> {
  readonly payoff: "by-answer";
  readonly money: Readonly<Record<Answer, Readonly<Record<string, number>>>>;
}

/** Money for one label that is given or not, by whether it is true. A label rightly left out is worth 0. */
export interface LabelPayoff {
  readonly hit: number;
  readonly falseAlarm: number;
  readonly miss: number;
}

/** Money for a set of labels: the sum over the labels. */
export interface HitOrMiss extends LabelPayoff {
  readonly payoff: "hit-or-miss";
  /** Labels that are worth something else than the rest. */
  readonly labels: Readonly<Record<string, LabelPayoff>>;
}

/** Money for a value, by how far it is off: per unit too high and per unit too low, 0 or less. */
export interface PerUnit {
  readonly payoff: "per-unit";
  readonly over: number;
  readonly under: number;
  /** For a value that is exactly right. */
  readonly exact: number;
}

/** Money for an order of candidates: the relevance of each shown one, times `money`, times the chance that it is seen. */
export interface PerRelevant {
  readonly payoff: "per-relevant";
  readonly money: number;
  /** The share of people who look at the first position, the second … What stands further down earns nothing. */
  readonly positions: readonly number[];
}

/** What answers are worth that are no actions. */
export type AnswerPayoff = RightOrWrong | ByAnswer | HitOrMiss | PerUnit | PerRelevant;

export const payoffInvalid: ErrorConstructor<{ readonly word: string; readonly what: string; readonly got: string }> =
  defineError("objective.payoff-invalid", {
    headline: "A payoff that cannot be used",
    message: ({ word, what, got }: { readonly word: string; readonly what: string; readonly got: string }) =>
      `\`${word}\` takes ${what}. Got ${got}.`,
  });

/** Whether a payoff prices answers, and not actions. */
export function isAnswerPayoff(payoff: object): payoff is AnswerPayoff {
  return typeof (payoff as { readonly payoff?: unknown }).payoff === "string";
}

/**
 * What one label is worth when it is right, wrong, or a path that is right up to its last step.
 *
 * @example rightOrWrong({ right: 6, wrong: -4 })
 */
export function rightOrWrong(money: Omit<RightOrWrong, "payoff">): RightOrWrong {
  const { right, wrong, partly } = requireAmounts("rightOrWrong", money, {
    needed: ["right", "wrong"],
    optional: ["partly"],
  });
  if (!(right > wrong))
    throw payoffInvalid({
      word: "rightOrWrong",
      what: "more money for right than for wrong",
      got: `${right}, ${wrong}`,
    });
  return Object.freeze({ payoff: "right-or-wrong", right, wrong, ...(partly === undefined ? {} : { partly }) });
}

/**
 * What each answer is worth by each truth; a truth that a row leaves out is worth 0.
 *
 * @example byAnswer({ billing: { billing: 6, technical: -4 }, technical: { billing: -9, technical: 6 } })
 */
export function byAnswer<const Answer extends string>(
  money: Readonly<Record<Answer, Readonly<Record<string, number>>>>,
): ByAnswer<Answer> {
  const rows = Object.entries<Readonly<Record<string, number>>>(money);
  if (rows.length < 2) throw payoffInvalid({ word: "byAnswer", what: "two answers or more", got: String(rows.length) });
  for (const [answer, row] of rows)
    for (const [truth, amount] of Object.entries(row))
      if (!Number.isFinite(amount))
        throw payoffInvalid({
          word: "byAnswer",
          what: "finite amounts",
          got: `${amount} for ${answer} where ${truth}`,
        });
  return Object.freeze({ payoff: "by-answer", money });
}

/**
 * What a label is worth that is rightly given, wrongly given, and wrongly left out.
 *
 * @example hitOrMiss({ hit: 1, falseAlarm: -2, miss: -0.5 })
 */
export function hitOrMiss(money: LabelPayoff & { readonly labels?: Readonly<Record<string, LabelPayoff>> }): HitOrMiss {
  const { labels = {}, ...all } = money;
  const { hit, falseAlarm, miss } = requireAmounts("hitOrMiss", all, { needed: LABEL });
  for (const one of Object.values(labels)) requireAmounts("hitOrMiss", one, { needed: LABEL });
  for (const one of [all, ...Object.values(labels)])
    if (!(one.hit - one.miss > one.falseAlarm))
      throw payoffInvalid({
        word: "hitOrMiss",
        what: "a label that gains more by being given where it is true than where it is not",
        got: JSON.stringify(one),
      });
  return Object.freeze({ payoff: "hit-or-miss", hit, falseAlarm, miss, labels });
}

/**
 * What a value loses per unit too high and per unit too low, both 0 or less.
 *
 * @example perUnit({ over: -0.02, under: -0.05 })
 */
export function perUnit(money: Omit<PerUnit, "payoff" | "exact"> & { readonly exact?: number }): PerUnit {
  const {
    over,
    under,
    exact = 0,
  } = requireAmounts("perUnit", money, { needed: ["over", "under"], optional: ["exact"] });
  if (over > 0 || under > 0 || over + under === 0)
    throw payoffInvalid({ word: "perUnit", what: "amounts of 0 or less, not both 0", got: `${over}, ${under}` });
  return Object.freeze({ payoff: "per-unit", over, under, exact });
}

/**
 * What a relevant candidate is worth where everybody sees it, and how many see each position.
 *
 * @example perRelevant({ money: 0.3, positions: [1, 0.6, 0.4] })
 */
export function perRelevant(money: Omit<PerRelevant, "payoff">): PerRelevant {
  const { positions, ...rest } = money;
  const { money: amount } = requireAmounts("perRelevant", rest, { needed: ["money"] });
  const isShare = (seen: unknown): boolean => typeof seen === "number" && seen >= 0 && seen <= 1;
  if (!Array.isArray(positions) || positions.length === 0 || !positions.every(isShare))
    throw payoffInvalid({
      word: "perRelevant",
      what: "`positions`, shares from 0 to 1",
      got: JSON.stringify(positions),
    });
  return Object.freeze({ payoff: "per-relevant", money: amount, positions: Object.freeze([...positions]) });
}

const LABEL: readonly string[] = ["hit", "falseAlarm", "miss"];

interface Amounts {
  readonly needed: readonly string[];
  readonly optional?: readonly string[];
}

function requireAmounts<T extends object>(word: string, money: T, { needed, optional = [] }: Amounts): T {
  const known = [...needed, ...optional];
  const got = Object.entries(money);
  const isRight =
    needed.every((name) => Object.hasOwn(money, name)) &&
    got.every(([name, amount]) => known.includes(name) && (amount === undefined || Number.isFinite(amount)));
  if (!isRight)
    throw payoffInvalid({ word, what: `finite amounts named ${known.join(", ")}`, got: JSON.stringify(money) });
  return money;
}
