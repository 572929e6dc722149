import type { Measure } from "../evidence/measures.ts";

const DAY = 86_400_000;
/** Shares of late: of the last two weeks, about. */
const MEMORY = 14 * DAY;

/** The shares of values of late, by bin. Plain data. */
export interface Profile {
  readonly shares: readonly number[];
  readonly periods: number;
}

/** What the first period shows. */
export function openProfile(bins: readonly number[]): Profile {
  const total = sumOf(bins);
  return { shares: bins.map((count) => (total === 0 ? 0 : count / total)), periods: 1 };
}

/** One period more. */
export function learnProfile({ shares, periods }: Profile, bins: readonly number[], periodMs: number): Profile {
  const total = sumOf(bins);
  const rate = Math.max(1 / (periods + 1), Math.min(1, periodMs / MEMORY));
  if (total === 0) return { shares, periods };
  return {
    shares: shares.map((share, bin) => share + rate * ((bins[bin] ?? 0) / total - share)),
    periods: periods + 1,
  };
}

/** Hellinger's distance from the shares of late, less what chance makes of it at this number of values in each. */
export function distanceTo({ shares, periods }: Profile, bins: readonly number[], periodMs: number): Measure {
  const total = sumOf(bins);
  const occupied = bins.filter((count, bin) => count > 0 || (shares[bin] ?? 0) * total > 0.5).length;
  const held = Math.min(periods, (2 * MEMORY) / periodMs);
  const byChance = (Math.max(1, occupied - 1) / (8 * total)) * (1 + 1 / held);
  return { value: plainDistance(shares, bins) - Math.sqrt(byChance), variance: 1 / (16 * total) };
}

/** Hellinger's distance of counts from shares: 0 is the same, 1 has none in common. */
export function plainDistance(shares: readonly number[], bins: readonly number[]): number {
  const total = sumOf(bins);
  const overlap = bins.reduce((sum, count, bin) => sum + Math.sqrt((count / total) * (shares[bin] ?? 0)), 0);
  return Math.sqrt(Math.max(0, 1 - overlap));
}

function sumOf(bins: readonly number[]): number {
  return bins.reduce((sum, count) => sum + count, 0);
}
