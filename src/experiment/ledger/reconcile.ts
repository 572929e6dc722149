import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, criticalValue, type Estimate, type Estimated, normalSurvival } from "../../stats/index.ts";
import { MONEY_PER_DECISION, type StoredComparison } from "../archive/comparison.ts";
import { deltaOf } from "../archive/delta.ts";
import { amountOf, type LedgerRequest, reckoningOf, type Served } from "./ledger.ts";
import { pathOf } from "./path.ts";

/** What the ledger says of a holdback's time, beside what the holdback measured. */
export interface Reconciliation {
  readonly experiment: string;
  readonly from: number;
  readonly until: number;
  /** Decisions outside of the holdback in that time. */
  readonly decisions: number;
  /** What the launches add up to, luck taken out. */
  readonly predicted: Estimated;
  /** What the holdback measured, on as many decisions. */
  readonly measured: Estimate;
  /** Predicted less measured. */
  readonly gap: Comparison | Insufficient;
  /** Whether the gap's interval holds zero. */
  readonly agrees: boolean | Insufficient;
}

/**
 * Holds the ledger against every holdback of the archive: a group that gets none of what was launched measures the sum of
 * it all. Only where the holdback gets the ledger's base; else `base-differs`. `no-decisions` where nothing was served in
 * its time. A month that reaches out of the time counts by the share that is within.
 */
export function reconcile(request: LedgerRequest): readonly Reconciliation[] {
  return request.comparisons
    .filter(({ system, design, basis, invalid }) => {
      const isOwn = system === request.system && design === "holdback";
      return isOwn && basis === "randomised" && invalid.length === 0;
    })
    .flatMap((holdback) => reconcileOne(holdback, request));
}

function reconcileOne(holdback: StoredComparison, request: LedgerRequest): readonly Reconciliation[] {
  const lift = holdback.online[MONEY_PER_DECISION];
  if (lift === undefined || holdback.currency !== request.currency) return [];
  const { experiment, from, until } = holdback;
  const served = withinTime(request.served, holdback);
  const reckoning = reckoningOf(request);
  const { decisions, value: reckoned } = amountOf(served, reckoning);
  const bases = new Set(served.map(({ release }) => pathOf(release, reckoning.counted).base));
  const isSameBase = bases.size === 1 && bases.has(holdback.releases.control);
  const half = criticalValue(reckoning.level) * lift.standardError * decisions;
  const total = lift.value * decisions;
  const measured = { value: total, low: total - half, high: total + half, level: reckoning.level };
  const predicted = comparable(reckoned, { decisions, isSameBase });
  const gap = gapOf(predicted, measured);
  const agrees = isInsufficient(gap) ? gap : gap.low <= 0 && gap.high >= 0;
  return [{ experiment, from, until, decisions, predicted, measured, gap, agrees }];
}

function comparable(
  value: Estimated,
  { decisions, isSameBase }: { readonly decisions: number; readonly isSameBase: boolean },
): Estimated {
  if (decisions === 0) return insufficient("no-decisions");
  return isSameBase ? value : insufficient("base-differs");
}

/** Two independent estimates of one sum. */
function gapOf(predicted: Estimated, measured: Estimate): Comparison | Insufficient {
  if (isInsufficient(predicted)) return predicted;
  const error = Math.hypot(deltaOf(predicted).standardError, deltaOf(measured).standardError);
  const value = predicted.value - measured.value;
  const half = criticalValue(measured.level) * error;
  const pValue = 2 * normalSurvival(Math.abs(value) / error);
  return { value, low: value - half, high: value + half, level: measured.level, pValue };
}

/** What was served within a time; a month that is cut counts by its share. */
function withinTime(served: readonly Served[], { from, until }: StoredComparison): readonly Served[] {
  return served.flatMap((one) => {
    const [first, end] = monthBounds(one.month);
    const share = (Math.min(until, end) - Math.max(from, first)) / (end - first);
    return share > 0 ? [{ ...one, decisions: one.decisions * share }] : [];
  });
}

function monthBounds(month: string): readonly [from: number, until: number] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return [Date.UTC(year, number - 1), Date.UTC(year, number)];
}
