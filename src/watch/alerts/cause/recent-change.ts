import type { Instant } from "../../../kernel/index.ts";
import type { HistoryEvent } from "../../../registry/index.ts";
import type { Cause } from "../alert.ts";
import type { SickPart } from "./sick-part.ts";

/** Something that somebody changed. */
export interface RecentChange {
  readonly cause: Cause;
  readonly event: HistoryEvent;
}

/** Changes that alter what is decided, and the parts that each can make sick. */
const SHOWS_IN: Readonly<Record<string, readonly string[]>> = {
  plan: ["server", "head", "score", "action", "slice", "outcome", "value"],
  weights: ["score", "action", "slice", "outcome", "value"],
  objective: ["score", "action", "slice", "outcome", "value"],
};

/** The first sight of an objective changes nothing. */
const CHANGES = /^(plan\.(changed|rolled-back)|weights\.(changed|undone)|objective\.changed)$/;

/** What fell ill so long after a change is thought to come from it: a day. */
const SHORTLY = 86_400_000;

/** The newest change that a part may have fallen ill from; undefined where none came shortly before. */
export function changeBefore(
  part: SickPart,
  history: readonly HistoryEvent[],
  slackMs: number,
): RecentChange | undefined {
  const found = history.findLast(
    ({ what, at }) =>
      CHANGES.test(what) &&
      SHOWS_IN[what.split(".")[0] ?? ""]?.includes(part.part) === true &&
      at <= part.since + slackMs &&
      part.since <= at + SHORTLY + slackMs,
  );
  return found === undefined ? undefined : { cause: causeIn(found, history), event: found };
}

/** A change as a cause: a plan by the release that it brought. */
function causeIn(event: HistoryEvent, history: readonly HistoryEvent[]): Cause {
  if (event.what.startsWith("objective.")) return { part: "objective", name: event.subject };
  if (event.what.startsWith("weights.")) return { part: "release", name: event.subject };
  const before = history.findLast(
    ({ what, at, number }) => what.startsWith("plan.") && isBefore({ at, number }, event),
  );
  const known = new Set(releasesIn(before));
  const brought = releasesIn(event).find((release) => !known.has(release));
  return { part: "release", name: brought ?? event.subject };
}

function isBefore(one: { readonly at: Instant; readonly number: number }, other: HistoryEvent): boolean {
  return one.number < other.number && one.at <= other.at;
}

/** The releases of a plan, from what the history noted of it. */
function releasesIn(event: HistoryEvent | undefined): readonly string[] {
  const allocations = event?.facts?.allocations;
  if (!Array.isArray(allocations)) return [];
  return allocations.flatMap((one: { readonly release?: unknown }) =>
    typeof one?.release === "string" ? [one.release] : [],
  );
}
