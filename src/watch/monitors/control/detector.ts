import type { Instant } from "../../../kernel/index.ts";

/**
 * How much evidence of a change has gathered in one stream of e-values: three Shiryaev–Roberts sums, R ← (R + stake) · e, which
 * stake all, a fifth or a thirtieth of what they have on each period, so that neither one strong period nor many weak ones,
 * with nothing in between, are lost; and one for each further bet, which stakes all. Shin, Ramdas, Rinaldo. E-detectors. 2023.
 * Plain data.
 */
export interface Detector {
  readonly sums: readonly number[];
  /** ln of what the sums grew by since they last grew by less than the time that passed, and since when. */
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
  /** Further ones, each followed by itself. */
  readonly bets?: readonly number[];
  /** The part of the whole attention that this stream has: all parts together are at most 1 at any time. */
  readonly weight: number;
}

/**
 * One period more. While nothing changes, all sums of all detectors grow by no more than the time that passes, on average. Where
 * there are further bets, half of the time is theirs. What was heard on a clock that was ahead and was set back since counts as
 * heard by the end of this period: nothing is staked on it, and on the next ones what they last.
 */
export function hear(before: Detector, { from, to, evidence, bets = [], weight }: Heard): Detector {
  const detector = asOf(before, to);
  const stake = weight * Math.max(0, to - Math.max(from, detector.to));
  const own = (bets.length === 0 ? stake : stake / 2) / BETS.length;
  const further = stake / 2 / bets.length;
  const had = (i: number): number => detector.sums[i] ?? 0;
  const e = Math.exp(finite(evidence));
  const sums = [
    ...BETS.map((bet, i) => Math.min(MOST, (had(i) + own) * (1 - bet + bet * e))),
    ...bets.map((bet, i) => Math.min(MOST, (had(BETS.length + i) + further) * Math.exp(finite(bet)))),
  ];
  const isFresh = detector.stretch <= 0;
  const next = { sums: [...sums, ...detector.sums.slice(sums.length)], to: Math.max(to, detector.to) };
  const grown = Math.log(waited(next) / (waited(detector) + stake));
  return {
    ...next,
    stretch: (isFresh ? 0 : detector.stretch) + (Number.isNaN(grown) ? 0 : grown),
    since: isFresh ? from : detector.since,
  };
}

function asOf(detector: Detector, now: Instant): Detector {
  return detector.to <= now ? detector : { ...detector, since: Math.min(detector.since, now), to: now };
}

function finite(ln: number): number {
  return Number.isNaN(ln) ? 0 : Math.min(MOST_EVIDENCE, ln);
}

/** Milliseconds for which a system without changes would have to be watched to see so much, on average. */
export function waited({ sums }: Pick<Detector, "sums">): number {
  return sums.reduce((sum, one) => sum + one, 0);
}
