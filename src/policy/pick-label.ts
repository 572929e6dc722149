import { answersOf, type ByAnswer, expectedByAnswer, type RightOrWrong } from "../objective/index.ts";
import { type Explore, requireExplore } from "./explore.ts";
import type { Posteriors } from "./posterior.ts";
import { policyInvalid, refuseOthers, requireCoverage } from "./refuse.ts";
import { choiceShares, drawFrom } from "./shares.ts";

/** Answers with one label, as declared. */
export interface PickLabel<Head extends string = string> {
  readonly policy: "pick-label";
  /** The head whose classes the label is picked from. */
  readonly head: Head;
  /** How often the set of labels beside the answer is to hold the true one; absent: the answer comes alone. */
  readonly coverage?: number;
  /** Absent: nothing is tried that is not thought best. */
  readonly explore?: Explore;
}

/**
 * Answers with the label that is worth most in expectation, under the payoff of the objective. With a `coverage` the answer
 * comes with the set of labels that holds the true one as often as that says: one label where the case is clear, several
 * where it is not.
 *
 * @example pickLabel({ head: "department", coverage: 0.95 })
 */
export function pickLabel<const Head extends string>(policy: {
  readonly head: Head;
  readonly coverage?: number;
  readonly explore?: Explore;
}): PickLabel<Head> {
  refuseOthers("`pickLabel` takes `head`, `coverage` and `explore`", policy, ["head", "coverage", "explore"]);
  const { head, coverage, explore } = policy;
  if (coverage !== undefined) requireCoverage(coverage);
  if (explore !== undefined) requireExplore(explore);
  return Object.freeze({
    policy: "pick-label",
    head,
    ...(coverage === undefined ? {} : { coverage }),
    ...(explore === undefined ? {} : { explore }),
  });
}

/** A policy with its prices settled: what a release is served with. */
export interface SettledLabel extends PickLabel {
  readonly payoff: RightOrWrong | ByAnswer;
  /** What answers brought beyond what was expected of them, for Thompson sampling. Absent: nothing was seen yet. */
  readonly posteriors?: Posteriors;
}

/** A label, and what it is expected to be worth. */
export interface ChosenLabel {
  readonly answer: string;
  readonly expected: number;
}

/** Prepares to choose between labels: the probabilities of the classes in, the label worth most out; of equals the first. */
export function chooseLabel(
  { payoff }: Pick<SettledLabel, "payoff">,
  classes: readonly string[],
): (probabilities: ArrayLike<number>) => ChosenLabel {
  const answers = requireAnswers(payoff, classes);
  const expectedOf = expectedByAnswer(payoff, classes);
  return (probabilities) => {
    const expected = expectedOf(probabilities);
    let best = 0;
    for (let i = 1; i < expected.length; i++) if ((expected[i] as number) > (expected[best] as number)) best = i;
    return { answer: answers[best] as string, expected: expected[best] as number };
  };
}

function requireAnswers(payoff: SettledLabel["payoff"], classes: readonly string[]): readonly string[] {
  const answers = answersOf(payoff, classes);
  if (answers.length === 0) throw policyInvalid({ what: "A label is picked from the classes of a head", got: "none" });
  return answers;
}

/** The answers that there are, what each is expected to be worth, and how likely each is given. */
export interface LabelShares {
  readonly answers: readonly string[];
  readonly expected: ArrayLike<number>;
  readonly shares: Float64Array;
}

/** Prepares to explore between labels. An answer in `closed` is never given; all shares are 0 where every one is. */
export function labelShares(
  { payoff, explore, posteriors }: SettledLabel,
  classes: readonly string[],
): (probabilities: ArrayLike<number>, closed?: readonly string[]) => LabelShares {
  const answers = requireAnswers(payoff, classes);
  const expectedOf = expectedByAnswer(payoff, classes);
  return (probabilities, closed = []) => {
    const expected = expectedOf(probabilities);
    const values = Float64Array.from(answers, (answer, i) =>
      closed.includes(answer) ? -Infinity : (expected[i] as number),
    );
    return { answers, expected, shares: choiceShares({ names: answers, values }, explore, posteriors) };
  };
}

/** A label that was drawn, with the chance that it had. */
export interface DrawnLabel extends ChosenLabel {
  readonly propensity: number;
  /** Whether another label was thought to be worth more. */
  readonly explored: boolean;
}

/** The label that a uniform draw on [0, 1) falls on; undefined where none may be given. */
export function drawLabel({ answers, expected, shares }: LabelShares, uniform: number): DrawnLabel | undefined {
  const drawn = drawFrom(shares, uniform);
  if (drawn === undefined) return undefined;
  const worth = expected[drawn] as number;
  const explored = answers.some((_, i) => (shares[i] as number) > 0 && (expected[i] as number) > worth);
  return { answer: answers[drawn] as string, expected: worth, propensity: shares[drawn] as number, explored };
}
