import { drawLabel, labelShares, type PickLabel, type SettledLabel } from "./pick-label.ts";
import { chooseLabels, type PickLabels, type SettledLabels } from "./pick-labels.ts";
import { chooseValue, type PickValue, type SettledValue } from "./pick-value.ts";
import type { RankBy, SettledRanking } from "./rank-by.ts";

/** The policies whose answer is no action. */
export type AnswerPolicy = PickLabel | PickLabels | PickValue | RankBy;

/** The same with their numbers settled: plain data, kept in a release. */
export type SettledAnswer = SettledLabel | SettledLabels | SettledValue | SettledRanking;

/** What a system answers about one entity: a label, a set of labels, or a value. */
export type Answer = string | readonly string[] | number;

/** An answer and what there is to say of it. */
export interface Answered {
  readonly answer: Answer;
  /** Money that the answer is expected to bring, or the value that the head predicted; null where there is no such number. */
  readonly score: number | null;
  /** Probability with which this answer was given. */
  readonly propensity: number;
  readonly reason: string;
}

/** What one head said: its numbers, and the classes or labels that they belong to. */
export interface HeadOutput {
  readonly outputs: ArrayLike<number>;
  readonly classes: readonly string[];
}

/** What is left to chance, and what must not be answered. */
export interface Draw {
  /** A uniform on [0, 1): the same number gives the same answer in a replay. Default 0. */
  readonly uniform?: number;
  /** Labels that must not be given now. */
  readonly closed?: readonly string[];
}

/**
 * Turns what a head said into an answer; undefined where every label is closed. Pure: the same numbers give the same answer,
 * which is what a replay checks.
 */
export function answerFrom(
  settled: Exclude<SettledAnswer, SettledRanking>,
  { outputs, classes }: HeadOutput,
  { uniform = 0, closed = [] }: Draw = {},
): Answered | undefined {
  switch (settled.policy) {
    case "pick-label": {
      const drawn = drawLabel(labelShares(settled, classes)(outputs, closed), uniform);
      if (drawn === undefined) return undefined;
      const { answer, expected, propensity, explored } = drawn;
      const reason = explored ? "policy.explored" : "policy.most-expected-money";
      return { answer, score: expected, propensity, reason };
    }
    case "pick-labels": {
      const answer = chooseLabels(settled, classes, outputs);
      const reason = settled.most === null ? "policy.worth-giving" : "policy.likeliest";
      return { answer, score: null, propensity: 1, reason };
    }
    case "pick-value": {
      const prediction = outputs[0] as number;
      const answer = chooseValue(settled, prediction);
      return { answer, score: prediction, propensity: 1, reason: "policy.least-expected-loss" };
    }
  }
}
