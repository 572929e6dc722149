import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** Which of an entity's decisions an outcome is credited to, of those in whose window it happened. */
export type Touch = "last" | "first" | "all";

/** Which value a decision has that several outcomes are credited to: the one reported last, or what they come to. */
export type Take = "last-reported" | "first" | "sum" | "count";

/** Decisions, column by column. */
export interface AttributedDecisions {
  /** Number of the decision's own key: of the decision, or of its entity, from 0. */
  readonly key: Int32Array;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
}

/** Reports of outcomes, column by column. */
export interface AttributedOutcomes {
  /** The key of the decision or entity that it is about; -1 where there is none among the decisions. */
  readonly key: Int32Array;
  readonly happenedAt: Float64Array;
  /** When it could be known. Default: when it happened. */
  readonly knownAt?: Float64Array;
  /** A flag as 0 or 1. Default: 1 for each. */
  readonly value?: Float64Array;
  /** Number of the event: of several reports of one event the one known last counts, so that it corrects. Default: each its own. */
  readonly event?: Int32Array;
}

export interface AttributeOptions {
  /** Length of the window after the decision, milliseconds. Both ends belong to it. */
  readonly within: number;
  /** How long after a window a report may still come before silence is believed. Default 0. */
  readonly delay?: number;
  /** As of when: what was not known then is not seen. */
  readonly now: number;
  /** Default `"last"`. Of keys that are a decision's own all are the same. */
  readonly touch?: Touch;
  /** Default `"last-reported"`. */
  readonly take?: Take;
  /** What silence means once the window has closed. Default 0. */
  readonly absent?: number;
}

/** What became of every decision, column by column. */
export interface Attributed {
  /** NaN while nothing is known. */
  readonly value: Float64Array;
  /** 1 once the window, and the delay after it, are over. Train on these alone. */
  readonly closed: Uint8Array;
  /** Outcomes that were credited. */
  readonly credited: Int32Array;
  /** When the outcome that counts happened, and when it was known; NaN without one. */
  readonly happenedAt: Float64Array;
  readonly knownAt: Float64Array;
  /** Reports that were known by then and fell into no decision's window. */
  readonly unmatched: number;
}

export const attributionInvalid: ErrorConstructor<{ readonly problem: string }> = defineError(
  "data.attribution-invalid",
  {
    headline: "Outcomes that cannot be attributed",
    message: ({ problem }: { readonly problem: string }) => problem,
  },
);

/**
 * Credits outcomes to decisions, by the decision's id or by its entity, as of an instant. Sorts once and walks each key's
 * decisions and outcomes side by side: time in proportion to their number, whatever the number of keys. Throws
 * `data.attribution-invalid` where a length of time is negative or columns differ in length.
 */
export function attributeOutcomes(
  decisions: AttributedDecisions,
  outcomes: AttributedOutcomes,
  options: AttributeOptions,
): Attributed {
  check(decisions, outcomes, options);
  const { within, delay = 0, now, touch = "last", take = "last-reported", absent = 0 } = options;
  const { order, times, starts } = ordered(decisions);
  const rows = decisions.at.length;
  const empty = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  const closed = Uint8Array.from(decisions.at, (at) => (now > at + within + delay ? 1 : 0));
  const found = { value: empty(), closed, credited: new Int32Array(rows), happenedAt: empty(), knownAt: empty() };
  let unmatched = 0;
  for (const report of reportsSeen(outcomes, now)) {
    const [from, to] = inWindow(report, outcomes, { times, starts, within });
    if (from >= to) unmatched++;
    const [first, end] =
      touch === "all" ? [from, to] : touch === "first" ? [from, Math.min(to, from + 1)] : [Math.max(from, to - 1), to];
    for (let place = first; place < end; place++) credit(order[place] as number, report, { outcomes, found, take });
  }
  for (let row = 0; row < rows; row++) if (found.credited[row] === 0 && closed[row] === 1) found.value[row] = absent;
  return { ...found, unmatched };
}

/** The places of the decisions of a report's key in whose window it happened. */
function inWindow(
  report: number,
  { key, happenedAt }: AttributedOutcomes,
  { times, starts, within }: Pick<Ordered, "times" | "starts"> & { readonly within: number },
): readonly [from: number, to: number] {
  const [own, happened] = [key[report] as number, happenedAt[report] as number];
  if (own < 0 || own + 1 >= starts.length) return [0, 0];
  const start = starts[own] as number;
  const all = times.subarray(start, starts[own + 1]);
  // Adding within to a decision's time, as elsewhere, and not taking it from the outcome's: both ends belong to the window.
  return [start + countWhile(all, (at) => at + within < happened), start + countWhile(all, (at) => at <= happened)];
}

/** How many of an ascending list come before the first that does not hold. */
function countWhile(times: Float64Array, holds: (at: number) => boolean): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(times[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function check(decisions: AttributedDecisions, outcomes: AttributedOutcomes, options: AttributeOptions): void {
  const { within, delay = 0 } = options;
  if (!(within >= 0 && delay >= 0))
    throw attributionInvalid({
      problem: `\`within\` and \`delay\` must be 0 or more milliseconds. Got ${within} and ${delay}.`,
    });
  const lengths = [outcomes.happenedAt, outcomes.knownAt, outcomes.value, outcomes.event].map((c) => c?.length);
  if (decisions.key.length !== decisions.at.length || lengths.some((n) => n !== undefined && n !== outcomes.key.length))
    throw attributionInvalid({ problem: "The columns of decisions, and those of outcomes, must be equally long." });
}

/** Decisions in order of key and then time, and where each key's begin. */
interface Ordered {
  readonly order: Int32Array;
  /** Times in that order. */
  readonly times: Float64Array;
  /** `starts[key]` to `starts[key + 1]` are the places of a key's decisions. */
  readonly starts: Int32Array;
}

function ordered({ key, at }: AttributedDecisions): Ordered {
  const keys = key.reduce((most, one) => Math.max(most, one), -1) + 1;
  const starts = new Int32Array(keys + 1);
  for (const one of key) starts[one + 1] = (starts[one + 1] as number) + 1;
  for (let one = 0; one < keys; one++) starts[one + 1] = (starts[one + 1] as number) + (starts[one] as number);
  const next = starts.slice();
  const order = new Int32Array(key.length);
  for (let row = 0; row < key.length; row++) {
    const place = next[key[row] as number] as number;
    order[place] = row;
    next[key[row] as number] = place + 1;
  }
  for (let one = 0; one < keys; one++) sortByTime(order.subarray(starts[one], starts[one + 1]), at);
  return { order, times: Float64Array.from(order, (row) => at[row] as number), starts };
}

/** Equal times stay as they came. Most keys have few decisions, and those in order. */
function sortByTime(rows: Int32Array, at: Float64Array): void {
  for (let i = 1; i < rows.length; i++)
    if ((at[rows[i] as number] as number) < (at[rows[i - 1] as number] as number)) {
      rows.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
      return;
    }
}

/** The reports that were known by now, of each event the one that was known last; in their own order. */
function reportsSeen({ key, happenedAt, knownAt = happenedAt, event }: AttributedOutcomes, now: number): Int32Array {
  const seen = Int32Array.from(key.keys()).filter((report) => (knownAt[report] as number) <= now);
  if (event === undefined) return seen;
  const last = new Int32Array(event.reduce((most, one) => Math.max(most, one), -1) + 1).fill(-1);
  for (const report of seen) {
    const other = last[event[report] as number] as number;
    if (other < 0 || (knownAt[report] as number) >= (knownAt[other] as number)) last[event[report] as number] = report;
  }
  return seen.filter((report) => last[event[report] as number] === report);
}

interface Crediting {
  readonly outcomes: AttributedOutcomes;
  readonly found: Omit<Attributed, "unmatched">;
  readonly take: Take;
}

/** Adds a report to what a decision has. */
function credit(decision: number, report: number, { outcomes, found, take }: Crediting): void {
  const { happenedAt, knownAt = happenedAt, value } = outcomes;
  const before = found.credited[decision] as number;
  const [happened, known] = [happenedAt[report] as number, knownAt[report] as number];
  const worth = value?.[report] ?? 1;
  found.credited[decision] = before + 1;
  const isAdded = take === "sum" || take === "count";
  if (isAdded) {
    const sum = before === 0 ? 0 : (found.value[decision] as number);
    found.value[decision] = sum + (take === "count" ? 1 : worth);
  }
  const counts =
    before === 0 ||
    (take === "first"
      ? happened < (found.happenedAt[decision] as number)
      : known >= (found.knownAt[decision] as number));
  if (!counts) return;
  found.happenedAt[decision] = happened;
  found.knownAt[decision] = known;
  if (!isAdded) found.value[decision] = worth;
}
