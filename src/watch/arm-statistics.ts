import type { DecisionBody } from "../records/index.ts";
import { addToMoments, type Moments, mergeMoments, noMoments } from "../stats/index.ts";
import {
  countIn,
  histogramOf,
  type LogHistogram,
  mergeHistograms,
  noHistogram,
  type OpenHistogram,
} from "./log-histogram.ts";

/** How an arm of the traffic has done under one plan; mergeable, so that every server can count by itself. */
export interface ArmStatistics {
  readonly decisions: number;
  /** Of these, how many a model should have answered and did not. */
  readonly failed: number;
  /** Milliseconds of each. */
  readonly took: LogHistogram;
  readonly scores: LogHistogram;
}

/** Nothing seen yet. */
export const noArm: ArmStatistics = Object.freeze({ decisions: 0, failed: 0, took: noHistogram, scores: noHistogram });

/** How a shadow has done beside what was served. */
export interface ShadowStatistics extends ArmStatistics {
  /** How many of its answers were the same as those that were served. */
  readonly agreed: number;
  /** Its score less the one that was served, where both had one. */
  readonly difference: Moments;
  /** How often it was not asked although its turn had come, because decisions had no time to spare. */
  readonly shed: number;
}

/** Nothing seen yet. */
export const noShadow: ShadowStatistics = Object.freeze({ ...noArm, agreed: 0, difference: noMoments, shed: 0 });

/** Statistics that are added to. */
export interface OpenArm {
  add(body: Pick<DecisionBody, "reasons" | "score" | "took" | "candidates">): void;
  read(): ArmStatistics;
}

/** Reasons of decisions that a model should have made and did not; what was wrong with the question itself is none. */
const FAILED = /^fallback\.(?!outside-|online-)/;

/** Whether a model should have answered and did not. */
export function isFailed({ reasons, candidates = [] }: Pick<DecisionBody, "reasons" | "candidates">): boolean {
  return reasons.some((code) => FAILED.test(code)) || candidates.some((one) => one.reasons.some((r) => FAILED.test(r)));
}

/** An arm that nobody was decided in yet. */
export function openArm(): OpenArm {
  const [took, scores]: [OpenHistogram, OpenHistogram] = [new Map(), new Map()];
  let [decisions, failed] = [0, 0];
  return {
    add(body) {
      decisions++;
      if (isFailed(body)) failed++;
      countIn(took, body.took);
      for (const score of scoresOf(body)) countIn(scores, score);
    },
    read: () => ({ decisions, failed, took: histogramOf(took), scores: histogramOf(scores) }),
  };
}

function scoresOf({ score, candidates }: Pick<DecisionBody, "score" | "candidates">): readonly number[] {
  const all = candidates === undefined ? [score] : candidates.map((one) => one.score);
  return all.filter((one) => one !== null);
}

/** A shadow that was not asked yet. */
export interface OpenShadow {
  add(served: DecisionBody, shadow: DecisionBody): void;
  shed(): void;
  read(): ShadowStatistics;
}

/** Compares a shadow's answers with those that were served. */
export function openShadow(): OpenShadow {
  const arm = openArm();
  let [agreed, shed] = [0, 0];
  let difference = noMoments;
  return {
    add(served, shadow) {
      arm.add(shadow);
      if (sayOf(served) === sayOf(shadow)) agreed++;
      if (served.score !== null && shadow.score !== null)
        difference = addToMoments(difference, shadow.score - served.score);
    },
    shed: () => void shed++,
    read: () => ({ ...arm.read(), agreed, difference, shed }),
  };
}

function sayOf({ action, answer }: Pick<DecisionBody, "action" | "answer">): string {
  return JSON.stringify([action ?? null, answer ?? null]);
}

/** Both together. */
export function mergeArms(a: ArmStatistics, b: ArmStatistics): ArmStatistics {
  return {
    decisions: a.decisions + b.decisions,
    failed: a.failed + b.failed,
    took: mergeHistograms(a.took, b.took),
    scores: mergeHistograms(a.scores, b.scores),
  };
}

/** Both together. */
export function mergeShadows(a: ShadowStatistics, b: ShadowStatistics): ShadowStatistics {
  return {
    ...mergeArms(a, b),
    agreed: a.agreed + b.agreed,
    difference: mergeMoments(a.difference, b.difference),
    shed: a.shed + b.shed,
  };
}
