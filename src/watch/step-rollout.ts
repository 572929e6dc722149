import { isInsufficient } from "../kernel/index.ts";
import type { Ramp } from "../registry/index.ts";
import { populationStability, proportion } from "../stats/index.ts";
import type { ArmStatistics } from "./arm-statistics.ts";
import { countAbove, grouped, quantileOf, totalOf } from "./log-histogram.ts";

/** What is known of a canary at its step. */
export interface RolloutSeen {
  readonly ramp: Ramp;
  /** Milliseconds since the step began. */
  readonly lastedMs: number;
  readonly canary: ArmStatistics;
  readonly champion: ArmStatistics;
  /** The latency that the objective guards, in milliseconds; undefined where it guards none. */
  readonly guardedMs: number | undefined;
}

/** What is to be done about a canary, and why, in a sentence. */
export type RolloutStep =
  | { readonly kind: "stay"; readonly why: string }
  | { readonly kind: "advance"; readonly step: number; readonly why: string }
  | { readonly kind: "roll-back"; readonly why: string };

/** With fewer decisions nobody is judged. */
const FEWEST = 20;
/** And no scores are compared with fewer. */
const FEWEST_SCORES = 200;
/** Standard errors of the intervals: they hold in 999 cases of 1000, because one looks again and again. */
const ERRORS = 3;
/** The level of an interval of so many standard errors. */
const LEVEL = 0.9973;
/** Groups in which scores are compared. */
const GROUPS = 10;
/** Milliseconds of which no one is made slower by a factor. */
const QUICK = 1;

/**
 * Decides about a canary: back at the first sign of trouble, on once it has lasted for long enough with enough decisions, and
 * otherwise as it is. Pure: the same sight gives the same step.
 */
export function stepRollout(seen: RolloutSeen): RolloutStep {
  const trouble = errorsOf(seen) ?? latencyOf(seen) ?? shiftOf(seen);
  if (trouble !== undefined) return { kind: "roll-back", why: trouble };
  const { ramp, lastedMs, canary } = seen;
  const { step, steps, dwellMs, decisions } = ramp;
  if (step >= steps.length - 1) return { kind: "stay", why: "the canary has reached the last step of its ramp" };
  if (lastedMs < dwellMs)
    return { kind: "stay", why: `it has lasted for ${seconds(lastedMs)} of ${seconds(dwellMs)} at this step` };
  if (canary.decisions < decisions)
    return { kind: "stay", why: `it has made ${canary.decisions} of ${decisions} decisions at this step` };
  const why = `canary: ${canary.decisions} decisions in ${seconds(lastedMs)}, ${canary.failed} failed; on to ${percent(steps[step + 1] ?? 1)}`;
  return { kind: "advance", step: step + 1, why };
}

function errorsOf({ ramp, canary, champion }: RolloutSeen): string | undefined {
  if (canary.decisions < FEWEST) return undefined;
  const usual = champion.decisions === 0 ? 0 : champion.failed / champion.decisions;
  if (atLeast(canary.failed, canary.decisions) <= usual + ramp.limits.errors) return undefined;
  return `canary: ${canary.failed} of ${canary.decisions} decisions failed, where ${percent(usual)} of the champion's did`;
}

/** Compared by how many decisions take longer than nearly all of the champion's: of few decisions a percentile tells little. */
function latencyOf({ ramp, canary, champion, guardedMs }: RolloutSeen): string | undefined {
  if (canary.decisions < FEWEST || champion.decisions < FEWEST) return undefined;
  const usual = quantileOf(champion.took, 0.99) ?? 0;
  const guard = guardedMs !== undefined && usual < guardedMs ? guardedMs : Infinity;
  const limit = Math.min(guard, Math.max(QUICK, usual * ramp.limits.latency));
  const slow = countAbove(canary.took, limit);
  if (atLeast(slow, canary.decisions) <= 0.01) return undefined;
  return `canary: ${slow} of ${canary.decisions} decisions took longer than ${limit.toFixed(1)} ms, where 99% of the champion's took at most ${usual.toFixed(1)} ms`;
}

function shiftOf({ ramp, canary, champion }: RolloutSeen): string | undefined {
  const fewest = Math.min(totalOf(canary.scores), totalOf(champion.scores));
  const most = ramp.limits.scoreShift;
  if (most === null || fewest < FEWEST_SCORES) return undefined;
  const groups = grouped(champion.scores, canary.scores, GROUPS);
  const shift = populationStability(
    groups.map(([usual]) => usual),
    groups.map(([, now]) => now),
  );
  // What two samples of the same scores would show: about one for each further group, divided by each of their sizes.
  const chance = (groups.length - 1) * (1 / totalOf(canary.scores) + 1 / totalOf(champion.scores));
  if (shift <= most + ERRORS * chance) return undefined;
  return `canary: its scores lie elsewhere than the champion's (population stability index ${shift.toFixed(2)}, at most ${most})`;
}

/** The lower end of a share's interval; 0 where nothing was seen, because nothing speaks against it. */
function atLeast(hits: number, of: number): number {
  const share = proportion(hits, of, LEVEL);
  return isInsufficient(share) ? 0 : share.low;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
