import type {
  AnswerPayoff,
  ByAnswer,
  HitOrMiss,
  LabelPayoff,
  PerRelevant,
  PerUnit,
  RightOrWrong,
} from "./answer-payoff.ts";

/** What separates the steps of a path. */
export const PATH_SEPARATOR = " > ";

/** A path without its last step: `fashion` of `fashion > shoes`; empty for a path of one step. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf(PATH_SEPARATOR);
  return end < 0 ? "" : path.slice(0, end);
}

/** Whether two different paths share all but their last step. */
function isSibling(one: string, other: string): boolean {
  const parent = parentOf(one);
  return parent !== "" && parent === parentOf(other);
}

/** Money of a label where another one, or the same, is true. No answer (null) is a wrong one. */
export function priceLabel(payoff: RightOrWrong | ByAnswer, answer: string | null, truth: string): number {
  if (payoff.payoff === "by-answer") return answer === null ? worst(payoff) : (payoff.money[answer]?.[truth] ?? 0);
  if (answer === truth) return payoff.right;
  if (answer !== null && payoff.partly !== undefined && isSibling(answer, truth)) return payoff.partly;
  return payoff.wrong;
}

function worst({ money }: ByAnswer): number {
  return Math.min(0, ...Object.values(money).flatMap((row) => Object.values(row)));
}

/** The answers that a payoff leaves open where these are the truths. */
export function answersOf(payoff: RightOrWrong | ByAnswer, truths: readonly string[]): readonly string[] {
  return payoff.payoff === "by-answer" ? Object.keys(payoff.money) : truths;
}

/**
 * Prepares the expected money of answers: the probabilities of the truths in, the money of every answer in the order of
 * {@link answersOf} out. What depends on the truths alone is worked out once, because there may be thousands of them.
 */
export function expectedByAnswer(
  payoff: RightOrWrong | ByAnswer,
  truths: readonly string[],
): (probabilities: ArrayLike<number>) => Float64Array {
  if (payoff.payoff === "by-answer") return expectedByTable(payoff, truths);
  const { right, wrong, partly = wrong } = payoff;
  const siblings = siblingsOf(truths);
  return (probabilities) => {
    const shares = new Float64Array(siblings.count);
    for (let t = 0; t < truths.length; t++) {
      const parent = siblings.parent[t] as number;
      shares[parent] = (shares[parent] as number) + (probabilities[t] as number);
    }
    return Float64Array.from(truths, (_, t) => {
      const own = probabilities[t] as number;
      const others = (shares[siblings.parent[t] as number] as number) - own;
      return right * own + partly * others + wrong * (1 - own - others);
    });
  };
}

function expectedByTable(
  { money }: ByAnswer,
  truths: readonly string[],
): (probabilities: ArrayLike<number>) => Float64Array {
  const rows = Object.values(money).map((row) => Float64Array.from(truths, (truth) => row[truth] ?? 0));
  return (probabilities) =>
    Float64Array.from(rows, (row) => row.reduce((sum, amount, t) => sum + amount * (probabilities[t] as number), 0));
}

/** For every path the number of its parent. A path of one step has a number of its own: it has no siblings. */
function siblingsOf(paths: readonly string[]): { readonly parent: Int32Array; readonly count: number } {
  const numbers = new Map<string, number>();
  const parent = Int32Array.from(paths, (path) => {
    const key = parentOf(path) === "" ? ` ${path}` : parentOf(path);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  return { parent, count: numbers.size };
}

/** What one label is worth. */
export function labelPayoff({ labels, hit, falseAlarm, miss }: HitOrMiss, label: string): LabelPayoff {
  return Object.hasOwn(labels, label) ? (labels[label] as LabelPayoff) : { hit, falseAlarm, miss };
}

/** Money of a label given or left out, where it is true or not. */
export function priceOneLabel({ hit, falseAlarm, miss }: LabelPayoff, given: boolean, truth: boolean): number {
  if (given) return truth ? hit : falseAlarm;
  return truth ? miss : 0;
}

/** The probability from which a label is worth giving: p · hit + (1 − p) · falseAlarm = p · miss. Above 1: never. */
export function labelBreakEven({ hit, falseAlarm, miss }: LabelPayoff): number {
  return Math.max(0, -falseAlarm / (hit - miss - falseAlarm));
}

/** Money of a value where another one is true. */
export function priceValue({ over, under, exact }: PerUnit, value: number, truth: number): number {
  const error = value - truth;
  return exact + (error > 0 ? over * error : -under * error);
}

/** Of the truths that are likely, the share below the value that loses least: the newsvendor's critical ratio. */
export function bestQuantile({ over, under }: PerUnit): number {
  return under / (over + under);
}

/** Money of an order: relevance of each shown candidate, first position first. */
export function priceRanking({ money, positions }: PerRelevant, relevance: readonly number[]): number {
  return positions.reduce((sum, seen, i) => sum + money * seen * (relevance[i] ?? 0), 0);
}

/** The payoff in one short sentence per amount, for cards. */
export function wordPayoff(payoff: AnswerPayoff): readonly (readonly [what: string, money: number])[] {
  switch (payoff.payoff) {
    case "right-or-wrong":
      return [
        ["The right label", payoff.right],
        ...(payoff.partly === undefined ? [] : [["Right but for the last step", payoff.partly] as const]),
        ["A wrong label", payoff.wrong],
      ];
    case "by-answer":
      return Object.entries(payoff.money).flatMap(([answer, row]) =>
        Object.entries(row).map(([truth, money]) => [`“${answer}” where “${truth}”`, money] as const),
      );
    case "hit-or-miss":
      return [payoff, ...Object.values(payoff.labels)].flatMap((one, i) => {
        const which = i === 0 ? "A label" : `“${Object.keys(payoff.labels)[i - 1]}”`;
        return [
          [`${which} rightly given`, one.hit],
          [`${which} wrongly given`, one.falseAlarm],
          [`${which} wrongly left out`, one.miss],
        ] as const;
      });
    case "per-unit":
      return [
        ["Exactly right", payoff.exact],
        ["A unit too high", payoff.over],
        ["A unit too low", payoff.under],
      ];
    case "per-relevant":
      return payoff.positions.map((seen, i) => [`A relevant one in position ${i + 1}`, payoff.money * seen] as const);
  }
}
