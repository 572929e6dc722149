import type { Ramp } from "../registry/index.ts";
import { RAMP_LIMITS } from "../registry/index.ts";
import {
  countAbove,
  histogramQuantile,
  histogramTotal,
  type LogHistogram,
  largestGap,
  sequentialBand,
  shareAtLeast,
  shareAtMost,
  shareEvidence,
} from "../stats/index.ts";
import { type ArmStatistics, MOST_SAID } from "./arm-statistics.ts";

/** A canary and what it is held against. */
export interface Guarded {
  readonly ramp: Ramp;
  readonly canary: ArmStatistics;
  readonly champion: ArmStatistics;
  /** The latency that the objective guards, in milliseconds; undefined where it guards none. */
  readonly guardedMs: number | undefined;
}

/**
 * At most so often is a canary that does just what the champion does taken back at one step of its ramp, however often one
 * looks: every interval here holds at all looks at once, and all of them share this between them.
 */
export const FALSE_ALARMS = 0.01;
const GUARDS = 5;
/** For each guard and each of the two arms. */
const ALPHA: number = FALSE_ALARMS / GUARDS / 2;
/** Milliseconds of which no one is made slower by a factor. */
const QUICK = 1;

/** What is wrong with a canary, in a sentence; undefined as long as nothing is plain. */
export function troubleOf(seen: Guarded): string | undefined {
  return errorsOf(seen) ?? fallbacksOf(seen) ?? latencyOf(seen) ?? shiftOf(seen) ?? actionsOf(seen);
}

function errorsOf({ ramp, canary, champion }: Guarded): string | undefined {
  const counts = [
    { hits: canary.failed, of: canary.decisions },
    { hits: champion.failed, of: champion.decisions },
  ] as const;
  if (!isOftener(...counts, { limit: ramp.limits.errors, alpha: ALPHA })) return undefined;
  return `canary: ${wordCount(counts[0])} failed, where ${wordShare(counts[1])} of the champion's did`;
}

function fallbacksOf({ ramp, canary, champion }: Guarded): string | undefined {
  const { fallbacks = RAMP_LIMITS.fallbacks } = ramp.limits;
  const counts = [
    { hits: canary.fellBack, of: canary.decisions },
    { hits: champion.fellBack, of: champion.decisions },
  ] as const;
  if (!isOftener(...counts, { limit: fallbacks, alpha: ALPHA })) return undefined;
  return `canary: another stood in for its models in ${wordCount(counts[0])}, where ${wordShare(counts[1])} of the champion's went so`;
}

/** What part of the champion's decisions is taken as its usual time. */
const PARTS = [0.5, 0.9, 0.99];

/** Compared by how many decisions take longer than most of the champion's: of few decisions a percentile tells little. */
function latencyOf({ ramp, canary, champion, guardedMs = Infinity }: Guarded): string | undefined {
  const alpha = ALPHA / PARTS.length;
  for (const part of PARTS) {
    const usual = quantileAtMost(champion.took, part, alpha);
    if (usual === undefined) continue;
    const guard = part === 0.99 && usual < guardedMs ? guardedMs : Infinity;
    const limit = Math.min(guard, Math.max(QUICK, usual * ramp.limits.latency));
    const slow = countAbove(canary.took, limit);
    if (!isAbove({ hits: slow, of: canary.decisions }, 1 - part, alpha)) continue;
    return `canary: ${slow} of ${canary.decisions} decisions took longer than ${limit.toFixed(1)} ms, where ${percent(part)} of the champion's took at most ${usual.toFixed(1)} ms`;
  }
  return undefined;
}

/**
 * A number that the quantile does not exceed, at any look: where so many are below that a share of `part` is ruled out. Undefined
 * while too few were counted to say. Howard and Ramdas, 2022, theorem 1, with the mixture of `shareEvidence`.
 */
function quantileAtMost(histogram: LogHistogram, part: number, alpha: number): number | undefined {
  const of = histogramTotal(histogram);
  const isEnough = (below: number): boolean => isAbove({ hits: below, of }, part, alpha);
  if (of === 0 || !isEnough(of)) return undefined;
  let [few, enough] = [Math.floor(of * part), of];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return histogramQuantile(histogram, enough / of);
}

function shiftOf({ ramp, canary, champion }: Guarded): string | undefined {
  const most = ramp.limits.scoreShift;
  const gap = largestGap(canary.scores, champion.scores);
  if (most === null || gap === undefined) return undefined;
  const chance =
    sequentialBand(histogramTotal(canary.scores), ALPHA) + sequentialBand(histogramTotal(champion.scores), ALPHA);
  if (gap - chance <= most) return undefined;
  return `canary: its scores lie elsewhere than the champion's (distance ${gap.toFixed(2)}, of which ${chance.toFixed(2)} may be chance, at most ${most})`;
}

/** Every action or label in both directions; each has its part of the level, as many as there may be. */
function actionsOf({ ramp, canary, champion }: Guarded): string | undefined {
  const { actions: limit = RAMP_LIMITS.actions } = ramp.limits;
  if (limit === null || champion.decisions === 0 || canary.decisions === 0) return undefined;
  const alpha = ALPHA / MOST_SAID;
  for (const said of new Set([...Object.keys(canary.says), ...Object.keys(champion.says)])) {
    const mine = { hits: canary.says[said] ?? 0, of: canary.decisions };
    const usual = { hits: champion.says[said] ?? 0, of: champion.decisions };
    if (isOftener(mine, usual, { limit, alpha }) || isOftener(usual, mine, { limit, alpha }))
      return `canary: it says "${said}" in ${wordCount(mine)}, where the champion does in ${wordShare(usual)}`;
  }
  return undefined;
}

interface Count {
  readonly hits: number;
  readonly of: number;
}

/** Whether the first share is plainly larger than the second by more than a limit. Against nothing at all, than the limit itself. */
function isOftener(
  one: Count,
  other: Count,
  { limit, alpha }: { readonly limit: number; readonly alpha: number },
): boolean {
  const isLarger = one.hits * other.of > other.hits * one.of || other.of === 0;
  if (!isLarger || one.hits === 0) return false;
  const usual = other.of === 0 ? 0 : shareAtMost(other.hits, other.of, alpha);
  return shareAtLeast(one.hits, one.of, alpha) > usual + limit;
}

/** Whether a share is plainly above another that is known. */
function isAbove({ hits, of }: Count, share: number, alpha: number): boolean {
  return hits > share * of && shareEvidence(hits, of, share) >= -Math.log(alpha);
}

function wordCount({ hits, of }: Count): string {
  return `${hits} of ${of} decisions`;
}

function wordShare({ hits, of }: Count): string {
  return percent(of === 0 ? 0 : hits / of);
}

/** A share as a percentage, with three digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
