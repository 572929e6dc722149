import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated } from "../../stats/index.ts";
import { MONEY_PER_DECISION, type StoredComparison } from "../archive/comparison.ts";
import type { Delta } from "../archive/delta.ts";
import { countable, pathOf } from "./path.ts";
import { type TrueEffects, trueEffects } from "./true-effects.ts";

/** How often a release decided in a month, outside of holdbacks. */
export interface Served {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly release: string;
  readonly decisions: number;
}

export interface LedgerRequest {
  readonly system: string;
  readonly currency: string;
  /** The archive, losers and all: they say how far the winners were lucky. Other systems' are passed over. */
  readonly comparisons: readonly StoredComparison[];
  readonly served: readonly Served[];
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
}

/** An amount once luck is taken out, and as it was measured. */
export interface Amount {
  readonly decisions: number;
  /** In money. Insufficient while too few comparisons say how far the winners were lucky. */
  readonly value: Estimated;
  /** What the measurements alone add up to: too much, on average, where the best were launched. */
  readonly asMeasured: number;
}

/** What the releases that served in a month brought over their base. */
export interface MonthLine extends Amount {
  readonly month: string;
  /** From the first month to the end of this one. */
  readonly soFar: Estimated;
}

/** What one release brought in one month over its base. */
export interface ReleaseLine extends Amount {
  readonly month: string;
  readonly release: string;
}

/** What one launch has brought as long as it, or what was built on it, has served. */
export interface LaunchLine extends Amount {
  readonly release: string;
  readonly experiment: string;
  /** Money per decision, as the experiment measured it. */
  readonly measured: Delta;
  /** The same once luck is taken out. */
  readonly perDecision: Estimated;
}

/** What a system has earned over the release that it began with, from randomised comparisons alone. */
export interface Ledger {
  readonly system: string;
  readonly currency: string;
  readonly level: number;
  readonly total: Amount;
  readonly months: readonly MonthLine[];
  readonly releases: readonly ReleaseLine[];
  readonly launches: readonly LaunchLine[];
  /** What everything is held against. Several, where releases do not stand on one another. */
  readonly bases: readonly string[];
  /** Comparisons that luck is judged by. */
  readonly comparisons: number;
  readonly basis: "randomised";
}

/** What the lines are reckoned with; `weigh` turns decisions by release into weights by comparison. */
export interface Reckoning {
  readonly counted: readonly StoredComparison[];
  readonly effects: TrueEffects | Insufficient;
  readonly level: number;
  weigh(served: readonly Served[]): readonly number[];
}

/** The measured lift in money per decision. */
export function liftOf({ online }: StoredComparison): Delta {
  return online[MONEY_PER_DECISION] ?? { value: 0, standardError: 0 };
}

/** Prepares what any sum over decisions is reckoned with. */
export function reckoningOf({ system, currency, comparisons, level = DEFAULT_LEVEL }: LedgerRequest): Reckoning {
  const counted = countable(
    comparisons.filter((each) => each.system === system),
    currency,
  );
  const paths = new Map<string, ReadonlySet<string>>();
  const onPath = (release: string): ReadonlySet<string> => {
    const known = paths.get(release) ?? new Set(pathOf(release, counted).steps.map(({ id }) => id));
    paths.set(release, known);
    return known;
  };
  const weigh: Reckoning["weigh"] = (served) =>
    counted.map(({ id }) =>
      served.reduce((sum, { release, decisions }) => sum + (onPath(release).has(id) ? decisions : 0), 0),
    );
  return { counted, effects: trueEffects(counted.map(liftOf)), level, weigh };
}

/** What some decisions brought. */
export function amountOf(served: readonly Served[], { counted, effects, level, weigh }: Reckoning): Amount {
  const weights = weigh(served);
  return {
    decisions: served.reduce((sum, { decisions }) => sum + decisions, 0),
    value: isInsufficient(effects) ? effects : effects.sum(weights, level),
    asMeasured: counted.reduce((sum, each, i) => sum + (weights[i] as number) * liftOf(each).value, 0),
  };
}

/**
 * Adds up what was launched. A release is worth the sum of the steps by which it stands above the base, on every decision
 * that it served: lifts add up and last (assumed; the reconciliation with a holdback tells whether they did).
 */
export function ledgerOf(request: LedgerRequest): Ledger {
  const { system, currency, level = DEFAULT_LEVEL } = request;
  const reckoning = reckoningOf(request);
  const { counted } = reckoning;
  const served = request.served.toSorted((a, b) => (a.month < b.month ? -1 : Number(a.month > b.month)));
  return {
    system,
    currency,
    level,
    total: amountOf(served, reckoning),
    months: monthLines(served, reckoning),
    releases: served.map((one) => ({ month: one.month, release: one.release, ...amountOf([one], reckoning) })),
    launches: launchLines(served, reckoning),
    bases: [...new Set(served.map(({ release }) => pathOf(release, counted).base))],
    comparisons: counted.length,
    basis: "randomised",
  };
}

function monthLines(served: readonly Served[], reckoning: Reckoning): readonly MonthLine[] {
  return [...Map.groupBy(served, ({ month }) => month)].map(([month, own]) => {
    const soFar = served.filter((one) => one.month <= month);
    return { month, ...amountOf(own, reckoning), soFar: amountOf(soFar, reckoning).value };
  });
}

function launchLines(served: readonly Served[], { counted, effects, level, weigh }: Reckoning): readonly LaunchLine[] {
  const weights = weigh(served);
  return counted.flatMap((each, i) => {
    const decisions = weights[i] as number;
    if (decisions === 0) return [];
    const only = counted.map((_, j) => (i === j ? 1 : 0));
    const of = (times: number): Estimated =>
      isInsufficient(effects)
        ? effects
        : effects.sum(
            only.map((one) => one * times),
            level,
          );
    const measured = liftOf(each);
    const { releases, experiment } = each;
    return [
      {
        ...{ release: releases.treatment, experiment, measured, decisions },
        perDecision: of(1),
        value: of(decisions),
        asMeasured: decisions * measured.value,
      },
    ];
  });
}
