import { type Instant, milliseconds } from "../../kernel/index.ts";
import type { Retrain } from "../../system/index.ts";
import { type Looked, type LoopBook, spentOf, triedAgainFrom, underWay, wordTime } from "../../watch/index.ts";

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
export function nextOf({ retrain, book, looked, trainedAt, now }: NextCase): Next | null {
  if (underWay(book) !== undefined || book.stopped !== null || !looked.isDeclared) return null;
  const { perMonth } = retrain.budget;
  const begun = spentOf(book, now).length;
  const future = (at: Instant | null): Instant | null => (at !== null && at > now ? at : null);
  return {
    scheduledAt: future(scheduled({ retrain, book, trainedAt })),
    triedAgainAt: future(triedAgainFrom(book)),
    begun,
    perMonth,
  };
}

function scheduled({ retrain, book, trainedAt }: Pick<NextCase, "retrain" | "book" | "trainedAt">): Instant | null {
  const trained = book.begun.findLast((at) => !book.recalibrated?.includes(at));
  const last = Math.max(trainedAt ?? Number.NEGATIVE_INFINITY, trained ?? Number.NEGATIVE_INFINITY);
  const dates = retrain.when.flatMap((one) => (one.on === "schedule" ? [last + milliseconds(one.every)] : []));
  return dates.length === 0 ? null : Math.min(...dates);
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
