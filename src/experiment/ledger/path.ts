import { isProof, MONEY_PER_DECISION, type StoredComparison } from "../archive/comparison.ts";

/** The comparisons by which a release stands above the one that everything began with. */
export interface Path {
  /** From the release downwards; empty where it was never compared. */
  readonly steps: readonly StoredComparison[];
  /** The release at the bottom. */
  readonly base: string;
}

/** The comparisons that the ledger can add up: proof, in money per decision, in one currency. */
export function countable(comparisons: readonly StoredComparison[], currency: string): readonly StoredComparison[] {
  return comparisons.filter(
    (each) => isProof(each) && each.currency === currency && each.online[MONEY_PER_DECISION] !== undefined,
  );
}

/**
 * Follows a release down to its base: what it was compared with, what that was compared with, and so on. Of several
 * comparisons of one release the one that shipped it counts, else the latest.
 */
export function pathOf(release: string, comparisons: readonly StoredComparison[]): Path {
  const steps: StoredComparison[] = [];
  const met = new Set([release]);
  for (let at = release; ; ) {
    const step = stepFrom(at, comparisons);
    if (step === undefined || met.has(step.releases.control)) return { steps, base: at };
    steps.push(step);
    at = step.releases.control;
    met.add(at);
  }
}

function stepFrom(release: string, comparisons: readonly StoredComparison[]): StoredComparison | undefined {
  const own = comparisons.filter(({ releases }) => releases.treatment === release);
  const shipped = own.filter(({ decision }) => decision === "shipped");
  return (shipped.length > 0 ? shipped : own).toSorted((a, b) => b.until - a.until)[0];
}
