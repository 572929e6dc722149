import type { Instant } from "../../kernel/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, EventRecord, OutcomeRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type PendingLabels, pendingLabels } from "../seen/labels/pending-labels.ts";
import { type OpenSeen, openSeen } from "../seen/open-seen.ts";
import type { Reference, Seen } from "../seen/seen.ts";

/** Which periods of a copy are counted. */
export interface Counting {
  readonly system: SystemDefinition;
  readonly reference: Reference;
  readonly periodMs: number;
  /** Start of a period. */
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * What is seen of a copy, period by period, as a live reader would see it. Entries come in order of time; of those before `from`
 * only labels are still waited for.
 */
export function* countPeriods(entries: Iterable<Envelope>, counting: Counting): Generator<Seen> {
  const { system, reference, periodMs, from, to } = counting;
  const { layout } = reference;
  const labels = pendingLabels({ system, layout, periodMs });
  const parts = { labels, seen: new Set<string>() };
  const [later, earlier] = byPeriod(entries, counting);
  for (const [start, of] of earlier) {
    for (const entry of of) take(entry, { ...parts, period: start });
    labels.keep(start);
  }
  for (let start = from; start < to; start += periodMs) {
    const open = openSeen(layout, { from: start, to: start + periodMs, system });
    for (const entry of later.get(start) ?? []) take(entry, { ...parts, period: start, open });
    yield open.read(labels.close({ from: start, to: start + periodMs, after: start, now: start + periodMs }));
    labels.forget(start);
  }
}

type Periods = Map<Instant, Envelope[]>;

/** Entries by the period in which they came: those that are counted, and those before whose labels may still come. */
function byPeriod(entries: Iterable<Envelope>, counting: Counting): readonly [later: Periods, earlier: Periods] {
  const { system, periodMs, from, to } = counting;
  // Two windows: of decisions whose window closed before, how long reports take is learned.
  const since =
    from - periodMs - 2 * Math.max(0, ...Object.values(system.outcomes).map(({ within }) => milliseconds(within)));
  const [later, earlier]: [Periods, Periods] = [new Map(), new Map()];
  for (const entry of entries) {
    if (entry.at < since || entry.at >= to) continue;
    const start = from + Math.floor((entry.at - from) / periodMs) * periodMs;
    const into = start >= from ? later : earlier;
    const found = into.get(start);
    if (found === undefined) into.set(start, [entry]);
    else found.push(entry);
  }
  return [later, earlier];
}

interface Taking {
  readonly labels: PendingLabels;
  /** Ids that have come. */
  readonly seen: Set<string>;
  readonly period: Instant;
  /** Absent before the first period that is counted. */
  readonly open?: OpenSeen;
}

function take(entry: Envelope, { labels, seen, period, open }: Taking): void {
  const key = `${entry.kind} ${entry.id}`;
  if (seen.has(key)) {
    if (entry.kind !== "outcome") open?.addRepeated();
    return;
  }
  seen.add(key);
  if (entry.kind === "decision") {
    open?.add(entry as DecisionRecord);
    labels.addDecision(entry as DecisionRecord, period);
  } else if (entry.kind === "outcome") {
    open?.addOutcome(entry as OutcomeRecord);
    labels.addReport(entry as OutcomeRecord, period);
  } else open?.addEvent(entry as EventRecord);
}
