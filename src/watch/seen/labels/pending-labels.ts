import type { LabelsSoFar } from "../../../data/index.ts";
import { type Instant, milliseconds } from "../../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../records/index.ts";
import type { WeightedMoments } from "../../../stats/index.ts";
import { targetsOf } from "../../../system/index.ts";
import type { LabelSeen, Layout } from "../seen.ts";
import { closeLabels } from "./close-labels.ts";
import { labelNews } from "./label-news.ts";
import { type LabelledHead, type LabelledSystem, labelledHeads } from "./labelled-heads.ts";
import { type Late, type LateReports, lateReports } from "./late-reports.ts";
import { moneyClosed } from "./money-closed.ts";
import { type LookedAt, soFarOf } from "./so-far.ts";
import { type ClosedPeriod, type KeptWaiting, Waiting } from "./waiting.ts";

/** Decisions of one period that are looked at, at most. */
export const MOST_LOOKED_AT = 20_000;
/** Decisions that wait for their labels, at most: with longer windows fewer of each period are looked at. */
const MOST_PENDING = 200_000;
/** How long after its window a decision is still known, to notice reports that come too late: a week, or the window where that is less. */
const WEEK = 7 * 86_400_000;

/** What is told of labels when a period is over. */
export interface LabelsTold {
  readonly labels: Readonly<Record<string, LabelSeen>>;
  readonly value?: WeightedMoments;
}

/** What is kept of one period, so that whoever goes on knows what is waited for. Plain data. */
export interface KeptLabels extends KeptWaiting {
  readonly late: readonly Late[];
}

/** Decisions whose labels are waited for, and what was reported of them so far. */
export interface PendingLabels {
  addDecision(decision: DecisionRecord, period: Instant): void;
  /** Notes a report; the same one again changes nothing. `period`: that in which it came. */
  addReport(report: OutcomeRecord, period: Instant): void;
  /** What the labels say that close with a period. */
  close(period: ClosedPeriod): LabelsTold;
  /** What has come since it was asked last, with the decisions of that period. */
  keep(period: Instant): KeptLabels;
  /** Takes back what was kept. */
  restore(kept: KeptLabels): void;
  /** What is known by now of each outcome that happens or does not, of decisions young and old; of rankings nothing. */
  soFar(now: Instant): Readonly<Record<string, LabelsSoFar>>;
  /** Forgets what nothing can be told of any more; the start of the oldest period that is left, or undefined. */
  forget(now: Instant): Instant | undefined;
}

export interface PendingCase {
  readonly system: LabelledSystem;
  readonly layout: Layout;
  readonly periodMs: number;
  /** What closed before was told of already; what was kept of periods since was so on a clock that was ahead. Default: nothing was. */
  readonly after?: Instant | undefined;
}

/** Nothing is waited for yet. */
export function pendingLabels({ system, layout, periodMs, after = -Infinity }: PendingCase): PendingLabels {
  const heads = labelledHeads(system, layout);
  const longest = longestWindow(system);
  const remembered = longest + Math.min(longest, WEEK) + periodMs;
  const waiting = new Waiting(mostLookedAt(remembered / periodMs));
  const late = lateReports();
  let fresh: OutcomeRecord[] = [];
  const windows = new Map(Object.entries(system.outcomes).map(([name, { within }]) => [name, milliseconds(within)]));
  let told = after;
  return {
    addDecision: (decision, period) => waiting.addDecision(decision, period),
    addReport(report, period) {
      const { decision: id, outcome, happenedAt } = report.body;
      const decision = waiting.decision(id);
      const within = windows.get(outcome);
      if (decision === undefined || within === undefined) return;
      // One that was restored was judged when it came.
      if (!waiting.addReport(report)) return;
      fresh.push(report);
      const end = decision.at + within;
      if (happenedAt > end || end < told) late.note({ decision: id, outcome, period });
    },
    close(period) {
      const parts: Parts = { waiting, late, layout, period, looked: () => waiting.lookedAt() };
      const labels = Object.fromEntries(heads.map((head) => [head.name, labelSeen(head, parts)]));
      const value = moneyClosed(system, {
        ...waiting.closing(closesAfter(targetWindow(system)), period),
        now: period.now,
      });
      told = period.to;
      return { labels, ...(value === undefined ? {} : { value }) };
    },
    keep(period) {
      const reports = fresh;
      fresh = [];
      return { cohort: waiting.cohort(period), reports, late: late.keep() };
    },
    restore(kept) {
      waiting.restore(kept);
      // What was kept by a clock that was ahead is kept anew where that is overwritten, and was not late.
      if (kept.cohort.from >= after) fresh.push(...kept.reports);
      else late.restore(kept.late);
    },
    soFar: (now) => (system.policy.policy === "rank-by" ? {} : flagsSoFar(system, waiting.lookedAt(), now)),
    forget(now) {
      const oldest = waiting.forget(now - remembered);
      late.forget((id) => waiting.decision(id) !== undefined);
      return oldest;
    },
  };
}

/** Decisions of one period that are looked at, where those of so many periods are known. */
function mostLookedAt(periods: number): number {
  return Math.max(50, Math.min(MOST_LOOKED_AT, Math.floor(MOST_PENDING / Math.ceil(periods))));
}

function flagsSoFar(
  { outcomes }: LabelledSystem,
  looked: readonly LookedAt[],
  now: Instant,
): Readonly<Record<string, LabelsSoFar>> {
  const flags = Object.entries(outcomes).filter(([, { kind }]) => kind === "flag");
  return Object.fromEntries(
    flags.map(([outcome, { within }]) => [outcome, soFarOf(looked, { outcome, within: milliseconds(within), now })]),
  );
}

function longestWindow({ outcomes }: LabelledSystem): number {
  return Math.max(0, ...Object.values(outcomes).map(({ within }) => milliseconds(within)));
}

/** Milliseconds until a decision can be priced. */
function targetWindow(system: LabelledSystem): number {
  const targets = targetsOf(system).flatMap((name) => system.outcomes[name] ?? []);
  return Math.max(0, ...targets.map(({ within }) => milliseconds(within)));
}

const closesAfter =
  (within: number): ((decision: DecisionRecord) => Instant) =>
  ({ at }) =>
    at + within;

interface Parts {
  readonly waiting: Waiting;
  readonly late: LateReports;
  readonly layout: Layout;
  readonly period: ClosedPeriod;
  readonly looked: () => readonly LookedAt[];
}

function labelSeen(head: LabelledHead, { waiting, late, layout, period, looked }: Parts): LabelSeen {
  const found = waiting.closing(closesAfter(head.within), period);
  const { closed, decisions, outcomes } = found;
  const told = closeLabels(head, { decisions, outcomes, now: period.now }, layout.score?.edges ?? []);
  const share = closed === 0 ? 1 : Math.min(1, decisions.length / closed);
  const news = labelNews(head, looked, period);
  return {
    ...{ closed, share, late: late.countIn(period.from, [...head.outcomes.keys()]), ...told },
    ...(news === undefined ? {} : { news }),
  };
}
