import { type ArchivedComparison, isProof, MONEY_PER_DECISION } from "../archive/comparison.ts";
import type { Delta } from "../archive/delta.ts";

/** What is held against what: an offline metric, or an online proxy, against an online metric. */
export interface ExchangeQuestion {
  /** Where the first metric was measured. Default `offline`. */
  readonly where?: "offline" | "online";
  readonly metric: string;
  /** The online metric that is paid in. Default {@link MONEY_PER_DECISION}. */
  readonly target?: string;
}

/** One comparison as two measured numbers with known errors. */
export interface Pair {
  readonly system: string;
  readonly experiment: string;
  readonly x: Delta;
  readonly y: Delta;
  /** Of the two errors; 0 where they come from different data. */
  readonly errorCovariance: number;
}

/** Why a comparison teaches nothing here. */
export type LeftOutReason =
  | "not-randomised"
  | "invalid"
  | "holdback"
  | "same-release"
  | "metric-absent"
  | "offline-error-is-a-bound"
  | "error-correlation-unknown"
  | "other-currency";

/** What the comparisons give for a question, and what they do not. */
export interface Pairs {
  readonly pairs: readonly Pair[];
  /** How many comparisons were left out, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** What the target is counted in: the currency of most comparisons. */
  readonly currency: string;
}

/** Takes out of the archive what answers a question. */
export function pairsOf(comparisons: readonly ArchivedComparison[], question: ExchangeQuestion): Pairs {
  const currency = commonest(comparisons.filter(isProof).map((each) => each.currency)) ?? "";
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const pairs = comparisons.flatMap((comparison) => {
    const found = pairOf(comparison, question, currency);
    if (typeof found !== "string") return [found];
    leftOut[found] = (leftOut[found] ?? 0) + 1;
    return [];
  });
  return { pairs, leftOut, currency };
}

function pairOf(
  comparison: ArchivedComparison,
  { where = "offline", metric, target = MONEY_PER_DECISION }: ExchangeQuestion,
  currency: string,
): Pair | LeftOutReason {
  if (!isProof(comparison)) return whyNoProof(comparison);
  if (comparison.currency !== currency) return "other-currency";
  const { system, experiment, offline, online } = comparison;
  const y = online[target];
  const promised = where === "offline" ? offline[metric] : undefined;
  const x = where === "offline" ? promised : online[metric];
  if (x === undefined || y === undefined) return "metric-absent";
  if (promised?.errors === "bound") return "offline-error-is-a-bound";
  const correlation = where === "offline" ? 0 : online[metric]?.errorCorrelation;
  if (correlation === undefined) return "error-correlation-unknown";
  return { system, experiment, x, y, errorCovariance: correlation * x.standardError * y.standardError };
}

function whyNoProof({ basis, invalid, design }: ArchivedComparison): LeftOutReason {
  if (basis === "observational") return "not-randomised";
  if (invalid.length > 0) return "invalid";
  return design === "holdback" ? "holdback" : "same-release";
}

function commonest(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
