import type { DecisionRecord, OutcomeRecord } from "../records/index.ts";

/** `pending`: the window is open and nothing came. `late`: something came, but outside the window. */
export type LabelStatus = "known" | "pending" | "late";

/** What became of one decision, as of a moment. */
export interface DecisionLabel {
  readonly decision: string;
  readonly status: LabelStatus;
  /** The value reported within the window; `absent` when a closed window saw none; `null` while pending. */
  readonly label: boolean | number | string | null;
  /** The window, and the delay after it, are over. Train on these alone: an early yes is seen before any no can be. */
  readonly closed: boolean;
  /** When the outcome that counts happened, milliseconds since 1970. */
  readonly happenedAt?: number;
  /** When it was reported. */
  readonly reportedAt?: number;
}

/** What a join asks of a decision. */
export type JoinedDecision = Pick<DecisionRecord, "id" | "at">;

export interface JoinOptions {
  /** Name of the declared outcome. */
  readonly outcome: string;
  /** Length of the window after the decision, milliseconds. Both ends belong to it. */
  readonly within: number;
  /** As of when: reports that came later are not seen. */
  readonly now: number;
  /** How long after a window a report may still come before silence is believed, milliseconds. Default 0. */
  readonly delay?: number;
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
  decisions: readonly JoinedDecision[],
  outcomes: readonly OutcomeRecord[],
  options: JoinOptions,
): JoinedOutcomes {
  const unique = uniqueById(decisions);
  const places = new Map(unique.map(({ id }, place) => [id, place]));
  const counting = new Int32Array(unique.length).fill(NONE);
  const unknown: string[] = [];
  for (const report of reportsOf(outcomes, options)) {
    const place = places.get((outcomes[report] as OutcomeRecord).body.decision);
    if (place === undefined) unknown.push((outcomes[report] as OutcomeRecord).id);
    else
      counting[place] = better(
        { outcomes, decision: unique[place] as JoinedDecision, within: options.within },
        counting[place] as number,
        report,
      );
  }
  return {
    labels: unique.map((decision, place) =>
      labelOf(decision, { outcomes, counts: counting[place] as number }, options),
    ),
    unknown,
  };
}

/** Which report of a decision counts: its place, or that there is none, or none within the window. */
const [NONE, OUTSIDE] = [-2, -1];

function uniqueById(decisions: readonly JoinedDecision[]): readonly JoinedDecision[] {
  const seen = new Set<string>();
  return decisions.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Places of the reports about this outcome that had come by now, each id once, the first one staying. */
function reportsOf(outcomes: readonly OutcomeRecord[], { outcome, now }: JoinOptions): Int32Array {
  const seen = new Set<string>();
  return Int32Array.from(outcomes.keys()).filter((place) => {
    const { id, at, body } = outcomes[place] as OutcomeRecord;
    if (body.outcome !== outcome || at > now || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

interface Reported {
  readonly outcomes: readonly OutcomeRecord[];
  readonly decision: JoinedDecision;
  readonly within: number;
}

/** By the time of the report; equal times by id, so that the order of arrival does not matter. */
function better({ outcomes, decision: { at }, within }: Reported, known: number, report: number): number {
  const one = outcomes[report] as OutcomeRecord;
  const isIn = one.body.happenedAt >= at && one.body.happenedAt <= at + within;
  if (!isIn) return Math.max(known, OUTSIDE);
  const other = outcomes[known];
  if (other === undefined || one.at > other.at) return report;
  return one.at === other.at && one.id > other.id ? report : known;
}

function labelOf(
  { id, at }: JoinedDecision,
  { outcomes, counts }: { readonly outcomes: readonly OutcomeRecord[]; readonly counts: number },
  { within, now, delay = 0, absent = false }: JoinOptions,
): DecisionLabel {
  const closed = now > at + within + delay;
  const report = outcomes[counts];
  if (report !== undefined) {
    const { value, happenedAt } = report.body;
    return { decision: id, status: "known", label: value, closed, happenedAt, reportedAt: report.at };
  }
  if (!closed) return { decision: id, status: "pending", label: null, closed };
  return { decision: id, status: counts === OUTSIDE ? "late" : "known", label: absent, closed };
}
