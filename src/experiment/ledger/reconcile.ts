import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, criticalValue, type Estimate, type Estimated, normalSurvival } from "../../stats/index.ts";
import { MONEY_PER_DECISION, type StoredComparison } from "../archive/comparison.ts";
import { type Delta, deltaOf } from "../archive/delta.ts";
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
  /** What the holdback measured over what the ledger begins with, on as many decisions; over its own control where that is not known. */
  readonly measured: Estimate;
  /** The holdback that told what the ledger's base brings over nothing, where the two do not begin with the same. */
  readonly by?: string;
  /** Predicted less measured. */
  readonly gap: Comparison | Insufficient;
  /** Whether the gap's interval holds zero. */
  readonly agrees: boolean | Insufficient;
}

/**
 * Holds the ledger against every holdback of the archive: a group that gets none of what was launched measures the sum of
 * it all. A holdback that gets the ledger's base measures that itself; one that gets nothing measures the base as well,
 * so that what the base brings over nothing is taken off, by a holdback of the time when the base served. Without one:
 * `base-differs`; `is-the-base` where this is that holdback. `no-decisions` where nothing was served in its time. A month
 * that reaches out of the time counts by the share that is within.
 */
export function reconcile(request: LedgerRequest): readonly Reconciliation[] {
  const own = request.comparisons.filter(({ system, design, basis, invalid, currency }) => {
    const isOwn = system === request.system && design === "holdback" && currency === request.currency;
    return isOwn && basis === "randomised" && invalid.length === 0;
  });
  return own.flatMap((holdback) => reconcileOne(holdback, own, request));
}

/** What a holdback measured over the ledger's base, by whom that is known, or why it is not. */
interface OverBase {
  readonly lift: Delta;
  readonly by?: string;
  readonly missing?: Insufficient;
}

/** Both lifts are over the same nothing, at different times: their difference is over the base, and their errors add. */
function overBase(
  { releases, id }: StoredComparison,
  lift: Delta,
  { own, bases }: { readonly own: readonly StoredComparison[]; readonly bases: ReadonlySet<string> },
): OverBase {
  const [base, ...more] = bases;
  if (base === undefined || more.length > 0) return { lift, missing: insufficient("base-differs") };
  if (base === releases.control) return { lift };
  if (base === releases.treatment) return { lift, missing: insufficient("is-the-base") };
  const known = own.flatMap((other) => {
    const found = other.online[MONEY_PER_DECISION];
    const isBase = other.releases.control === releases.control && other.releases.treatment === base;
    return found === undefined || !isBase || other.id === id ? [] : [{ found, by: other.experiment }];
  });
  const [best] = known.toSorted((a, b) => a.found.standardError - b.found.standardError);
  if (best === undefined) return { lift, missing: insufficient("base-differs") };
  const { found, by } = best;
  const standardError = Math.hypot(lift.standardError, found.standardError);
  return { lift: { value: lift.value - found.value, standardError }, by };
}

function reconcileOne(
  holdback: StoredComparison,
  own: readonly StoredComparison[],
  request: LedgerRequest,
): readonly Reconciliation[] {
  const online = holdback.online[MONEY_PER_DECISION];
  if (online === undefined) return [];
  const { experiment, from, until } = holdback;
  const served = withinTime(request.served, holdback);
  const reckoning = reckoningOf(request);
  const { decisions, value: reckoned } = amountOf(served, reckoning);
  const bases = new Set(served.map(({ release }) => pathOf(release, reckoning.counted).base));
  const { lift, by, missing } = overBase(holdback, online, { own, bases });
  const half = criticalValue(reckoning.level) * lift.standardError * decisions;
  const total = lift.value * decisions;
  const measured = { value: total, low: total - half, high: total + half, level: reckoning.level };
  const predicted = decisions === 0 ? insufficient("no-decisions") : (missing ?? reckoned);
  const gap = gapOf(predicted, measured);
  const agrees = isInsufficient(gap) ? gap : gap.low <= 0 && gap.high >= 0;
  return [
    { experiment, from, until, decisions, predicted, measured, gap, agrees, ...(by === undefined ? {} : { by }) },
  ];
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
