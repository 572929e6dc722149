import type { DecisionRecord, OutcomeRecord } from "../records/index.ts";

/** `pending`: the window is open and nothing came. `late`: something came, but outside the window. */
export type LabelStatus = "known" | "pending" | "late";

/** What became of one decision, as of a moment. */
export interface DecisionLabel {
  readonly decision: string;
  readonly status: LabelStatus;
  /** The value reported within the window; `absent` when a closed window saw none; `null` while pending. */
  readonly label: boolean | number | string | null;
  /** The window has closed. Train on these alone: an early yes is seen before any no can be. */
  readonly closed: boolean;
  /** When the outcome that counts happened, milliseconds since 1970. */
  readonly happenedAt?: number;
}

export interface JoinOptions {
  /** Name of the declared outcome. */
  readonly outcome: string;
  /** Length of the window after the decision, milliseconds. Both ends belong to it. */
  readonly within: number;
  /** As of when: reports that came later are not seen. */
  readonly now: number;
  /** What silence means once the window has closed. Default `false`: it did not happen. */
  readonly absent?: boolean | number | string | null;
}

export interface JoinedOutcomes {
  /** One for each decision, in the order given; a decision that comes twice counts once. */
  readonly labels: readonly DecisionLabel[];
  /** Ids of reports about decisions that are not among those given. */
  readonly unknown: readonly string[];
}

/**
 * Joins reports to decisions. A report counts once whatever the number of times it came (by its id); of several reports
 * within the window the one reported last counts, so that a correction replaces what it corrects. An outcome outside
 * the window never changes a label.
 */
export function joinOutcomes(
  decisions: readonly DecisionRecord[],
  outcomes: readonly OutcomeRecord[],
  options: JoinOptions,
): JoinedOutcomes {
  const byId = new Map(decisions.toReversed().map((decision) => [decision.id, decision]));
  const reports = reportsOf(outcomes, options);
  const byDecision = Map.groupBy(reports, ({ body }) => body.decision);
  const unique = decisions.filter((decision) => byId.get(decision.id) === decision);
  return {
    labels: unique.map((decision) => labelOf(decision, byDecision.get(decision.id) ?? [], options)),
    unknown: reports.filter(({ body }) => !byId.has(body.decision)).map(({ id }) => id),
  };
}

/** The reports about this outcome that had come by now, each id once, the first one staying. */
function reportsOf(outcomes: readonly OutcomeRecord[], { outcome, now }: JoinOptions): readonly OutcomeRecord[] {
  const seen = new Map<string, OutcomeRecord>();
  for (const report of outcomes)
    if (report.body.outcome === outcome && report.at <= now && !seen.has(report.id)) seen.set(report.id, report);
  return [...seen.values()];
}

function labelOf(
  { id, at }: DecisionRecord,
  reports: readonly OutcomeRecord[],
  { within, now, absent = false }: JoinOptions,
): DecisionLabel {
  const end = at + within;
  const closed = now > end;
  const inWindow = reports.filter(({ body }) => body.happenedAt >= at && body.happenedAt <= end);
  const last = inWindow.toSorted(byReport).at(-1);
  const { value, happenedAt } = last?.body ?? {};
  if (value !== undefined && happenedAt !== undefined)
    return { decision: id, status: "known", label: value, closed, happenedAt };
  if (!closed) return { decision: id, status: "pending", label: null, closed };
  return { decision: id, status: reports.length > 0 ? "late" : "known", label: absent, closed };
}

/** By the time of the report; equal times by id, so that the order of arrival does not matter. */
function byReport(a: OutcomeRecord, b: OutcomeRecord): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
