import type { Instant } from "../../../kernel/index.ts";

/**
 * How much evidence of a change has gathered in one stream of e-values: three Shiryaev–Roberts sums, R ← (R + stake) · e, which
 * stake all, a fifth or a thirtieth of what they have on each period, so that neither one strong period nor many weak ones,
 * with nothing in between, are lost. Shin, Ramdas, Rinaldo. E-detectors. 2023. Plain data.
 */
export interface Detector {
  readonly sums: readonly number[];
  /** ln of the evidence since it last was below that of no change, and since when. */
  readonly stretch: number;
  readonly since: Instant;
  /** End of the last period that it took. */
  readonly to: Instant;
}

const BETS: readonly number[] = [1, 1 / 5, 1 / 30];
/** Beyond these nothing is gained, and numbers stay finite. */
const MOST_EVIDENCE = 500;
const MOST = 1e300;

/** A detector that has seen nothing, before an instant. */
export function openDetector(before: Instant): Detector {
  return { sums: BETS.map(() => 0), stretch: 0, since: before, to: before };
}

export interface Heard {
  /** The stretch of time that the evidence is of. */
  readonly from: Instant;
  readonly to: Instant;
  /** ln of an e-value. */
  readonly evidence: number;
  /** The part of the whole attention that this stream has: all parts together are at most 1 at any time. */
  readonly weight: number;
}

/** One period more. While nothing changes, all sums of all detectors grow by no more than the time that passes, on average. */
export function hear(detector: Detector, { from, to, evidence, weight }: Heard): Detector {
  const ln = Number.isNaN(evidence) ? 0 : Math.min(MOST_EVIDENCE, evidence);
  const e = Math.exp(ln);
  const stake = (weight * Math.max(0, to - Math.max(from, detector.to))) / BETS.length;
  const sums = BETS.map((bet, i) => Math.min(MOST, ((detector.sums[i] ?? 0) + stake) * (1 - bet + bet * e)));
  const isFresh = detector.stretch <= 0;
  return {
    sums,
    stretch: Math.max(0, isFresh ? 0 : detector.stretch) + ln,
    since: isFresh ? from : detector.since,
    to: Math.max(to, detector.to),
  };
}

/** Milliseconds for which a system without changes would have to be watched to see so much, on average. */
export function waited({ sums }: Detector): number {
  return sums.reduce((sum, one) => sum + one, 0);
}
