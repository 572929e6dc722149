import { type Instant, milliseconds } from "../../kernel/index.ts";
import type { Retrain } from "../../system/index.ts";
import {
  bookAsOf,
  type Looked,
  type LoopBook,
  spentOf,
  triedAgainFrom,
  underWay,
  wordTime,
} from "../../watch/index.ts";

/** What is known of a system's loops. */
export interface NextCase {
  readonly retrain: Pick<Retrain, "when" | "budget">;
  readonly book: LoopBook;
  readonly looked: Looked;
  /** When what serves was learned; null where nothing that was learned serves. */
  readonly trainedAt: Instant | null;
  readonly now: Instant;
}

/** What is still to come by itself. */
export interface Next {
  /** When the schedule is due; null where it is already, or none is declared. */
  readonly scheduledAt: Instant | null;
  /** When what the last loop could not tell is tried again; null where nothing is left open, or that is now. */
  readonly triedAgainAt: Instant | null;
  /** Loops that began in the last thirty days and learned something, of so many. */
  readonly begun: number;
  readonly perMonth: number;
}

/** When the next loop may begin by itself; null where none does: one is under way, they were stopped, or none is declared. */
export function nextOf({ retrain, book: kept, looked, trainedAt, now }: NextCase): Next | null {
  const book = bookAsOf(kept, now);
  if (underWay(book) !== undefined || book.stopped !== null || !looked.isDeclared) return null;
  const { perMonth } = retrain.budget;
  const begun = spentOf(book, now).length;
  const future = (at: Instant | null): Instant | null => (at !== null && at > now ? at : null);
  return {
    scheduledAt: future(scheduled(retrain, lastTraining(book, { trainedAt, now }))),
    triedAgainAt: future(triedAgainFrom(book)),
    begun,
    perMonth,
  };
}

function scheduled({ when }: Pick<Retrain, "when">, last: Instant | null): Instant | null {
  const every = when.flatMap((one) => (one.on === "schedule" ? [milliseconds(one.every)] : []));
  return last === null || every.length === 0 ? null : last + Math.min(...every);
}

/** When a system was trained last; null: nobody knows, as where that lies in the future of a clock that was set back. */
export function lastTraining(
  kept: LoopBook,
  { trainedAt, now }: { readonly trainedAt: Instant | null; readonly now: Instant },
): Instant | null {
  const { begun, recalibrated } = bookAsOf(kept, now);
  const known = [trainedAt, begun.findLast((at) => !recalibrated?.includes(at))];
  const past = known.filter((at) => at != null && at <= now);
  return past.length === 0 ? null : Math.max(...(past as Instant[]));
}

/** Sentences on when the next one begins, and what lets it. */
export function wordNext(
  next: Next | null,
  { book, looked }: Pick<NextCase, "book" | "looked">,
  file: string,
): readonly string[] {
  if (book.stopped !== null && looked.isDeclared)
    return [`None begins by itself any more: \`alidade retrain ${file} --again\` lets them.`];
  if (next === null) return [];
  const { scheduledAt, triedAgainAt, begun, perMonth } = next;
  return [
    ...(triedAgainAt === null
      ? []
      : [`What loop ${book.loop?.number} could not tell is tried again by itself from ${wordTime(triedAgainAt)} on.`]),
    ...(scheduledAt === null ? [] : [`By its schedule the next is due on ${wordTime(scheduledAt)}.`]),
    `${begun} of ${perMonth} loops of a month have begun in the last thirty days.${wordUncounted(book)}`,
  ];
}

function wordUncounted({ loop, learnedNothing }: LoopBook): string {
  return loop !== null && learnedNothing?.includes(loop.beganAt) === true
    ? ` Loop ${loop.number} does not count: it learned nothing that was not there before.`
    : "";
}
