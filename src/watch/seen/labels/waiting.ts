import type { Instant } from "../../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../records/index.ts";
import { type Cohort, type OpenCohort, openCohort } from "./cohort.ts";
import { slimDecision } from "./label-rows.ts";
import type { LookedAt } from "./so-far.ts";

/** A period that is over. */
export interface ClosedPeriod {
  readonly from: Instant;
  readonly to: Instant;
  /** What closed before was told of in an earlier period. */
  readonly after: Instant;
  /** As of when reports are seen: the end of the period, and the grace for late writes. */
  readonly now: Instant;
}

/** Decisions that close, and the reports about them. */
export interface Found {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** How many they are or stand for. */
  readonly closed: number;
}

/** The decisions of a period, and reports about these and others. */
export interface KeptWaiting {
  readonly cohort: Cohort;
  readonly reports: readonly OutcomeRecord[];
}

/** Decisions by the period in which they came, and reports by decision. */
export class Waiting {
  readonly #most: number;
  readonly #open = new Map<Instant, OpenCohort>();
  readonly #closed = new Map<Instant, Cohort>();
  readonly #decisions = new Map<string, DecisionRecord>();
  readonly #reports = new Map<string, readonly OutcomeRecord[]>();

  /** Of each period at most so many decisions are looked at. */
  constructor(most: number) {
    this.#most = most;
  }

  addDecision(decision: DecisionRecord, period: Instant): void {
    const cohort = this.#open.get(period) ?? openCohort(period, this.#most);
    this.#open.set(period, cohort);
    const slim = slimDecision(decision);
    this.#decisions.set(slim.id, slim);
    for (const id of cohort.add(slim)) this.#drop(id);
  }

  /** The decision, where it is looked at. */
  decision(id: string): DecisionRecord | undefined {
    return this.#decisions.get(id);
  }

  /** All decisions that are looked at, with what was reported of them. */
  lookedAt(): readonly LookedAt[] {
    return [...this.#decisions.values()].map((decision) => ({
      decision,
      reports: this.#reports.get(decision.id) ?? [],
    }));
  }

  /** Whether the report is new. */
  addReport(report: OutcomeRecord): boolean {
    const about = this.#reports.get(report.body.decision) ?? [];
    if (about.some(({ id }) => id === report.id)) return false;
    this.#reports.set(report.body.decision, [...about, report]);
    return true;
  }

  /** What closes with a period, by when each decision does. */
  closing(closesAt: (decision: DecisionRecord) => Instant, period: ClosedPeriod): Found {
    this.cohort(period.from);
    const parts = [...this.#closed.values()].map((cohort) => closingOf(cohort, closesAt, period));
    const decisions = parts.flatMap((part) => part.decisions);
    const closed = Math.round(parts.reduce((sum, part) => sum + part.closed, 0));
    return { decisions, outcomes: decisions.flatMap(({ id }) => this.#reports.get(id) ?? []), closed };
  }

  /** The decisions of a period, to which nothing is added any more, unless it is counted once more. */
  cohort(period: Instant): Cohort {
    const [before, open] = [this.#closed.get(period), this.#open.get(period)?.read()];
    const cohort =
      before !== undefined && open !== undefined
        ? joined(before, open)
        : (before ?? open ?? openCohort(period, this.#most).read());
    this.#open.delete(period);
    this.#closed.set(period, cohort);
    return cohort;
  }

  restore({ cohort, reports }: KeptWaiting): void {
    this.#closed.set(cohort.from, cohort);
    for (const decision of cohort.decisions) this.#decisions.set(decision.id, decision);
    for (const report of reports) this.addReport(report);
  }

  /** Forgets periods that began before then; the start of the oldest that is left. */
  forget(before: Instant): Instant | undefined {
    for (const [from, { decisions }] of this.#closed) {
      if (from >= before) continue;
      this.#closed.delete(from);
      for (const { id } of decisions) this.#drop(id);
    }
    return this.#closed.size === 0 ? undefined : Math.min(...this.#closed.keys());
  }

  #drop(id: string): void {
    this.#decisions.delete(id);
    this.#reports.delete(id);
  }
}

/** The decisions of a period that was counted on a clock that was ahead, and then on the right one. */
function joined(one: Cohort, other: Cohort): Cohort {
  return { from: one.from, count: one.count + other.count, decisions: [...one.decisions, ...other.decisions] };
}

/** What of a cohort closes with a period: what came too late for its own period closes with the one in which it came. */
function closingOf(
  { from, count, decisions }: Cohort,
  closesAt: (decision: DecisionRecord) => Instant,
  period: ClosedPeriod,
): Omit<Found, "outcomes"> {
  const found = decisions.filter((decision) => {
    const end = closesAt(decision);
    return end < period.to && (end >= period.after || from === period.from);
  });
  return { decisions: found, closed: found.length === 0 ? 0 : (count * found.length) / decisions.length };
}
