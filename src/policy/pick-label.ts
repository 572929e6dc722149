import { answersOf, type ByAnswer, expectedByAnswer, type RightOrWrong } from "../objective/index.ts";
import { policyInvalid, refuseOthers, requireCoverage } from "./refuse.ts";

/** Answers with one label, as declared. */
export interface PickLabel<Head extends string = string> {
  readonly policy: "pick-label";
  /** The head whose classes the label is picked from. */
  readonly head: Head;
  /** How often the set of labels beside the answer is to hold the true one; absent: the answer comes alone. */
  readonly coverage?: number;
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
}): PickLabel<Head> {
  refuseOthers("`pickLabel` takes `head` and `coverage`", policy, ["head", "coverage"]);
  const { head, coverage } = policy;
  if (coverage === undefined) return Object.freeze({ policy: "pick-label", head });
  requireCoverage(coverage);
  return Object.freeze({ policy: "pick-label", head, coverage });
}

/** A policy with its prices settled: what a release is served with. */
export interface SettledLabel extends PickLabel {
  readonly payoff: RightOrWrong | ByAnswer;
}

/** A label, and what it is expected to be worth. */
export interface ChosenLabel {
  readonly answer: string;
  readonly expected: number;
}

/** Prepares to choose between labels: the probabilities of the classes in, the label worth most out; of equals the first. */
export function chooseLabel(
  { payoff }: SettledLabel,
  classes: readonly string[],
): (probabilities: ArrayLike<number>) => ChosenLabel {
  const answers = answersOf(payoff, classes);
  const expectedOf = expectedByAnswer(payoff, classes);
  if (answers.length === 0) throw policyInvalid({ what: "A label is picked from the classes of a head", got: "none" });
  return (probabilities) => {
    const expected = expectedOf(probabilities);
    let best = 0;
    for (let i = 1; i < expected.length; i++) if ((expected[i] as number) > (expected[best] as number)) best = i;
    return { answer: answers[best] as string, expected: expected[best] as number };
  };
}
