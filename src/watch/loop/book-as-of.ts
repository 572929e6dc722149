import type { Instant } from "../../kernel/index.ts";
import { asTaken, isTakenAlike, takenAs } from "../taken-as.ts";
import type { Loop, LoopBook } from "./loop.ts";

/**
 * The book as a clock can have it that was ahead and was set back: what lies in the future is taken as {@link LoopBook.takenAs}
 * has it. To be read, not to be kept. The same book where nothing in it lies in the future.
 */
export function bookAsOf(book: LoopBook, now: Instant): LoopBook {
  const taken = takenAs(momentsOf(book), now, book.takenAs);
  if (taken.length === 0) return book;
  const asOf = (at: Instant): Instant => asTaken(at, taken);
  const { loop, stopped, recalibrated, learnedNothing } = book;
  return {
    ...book,
    loop: loop === null ? null : loopAsOf(loop, asOf),
    begun: book.begun.map(asOf),
    ...(recalibrated === undefined ? {} : { recalibrated: recalibrated.map(asOf) }),
    ...(learnedNothing === undefined ? {} : { learnedNothing: learnedNothing.map(asOf) }),
    stopped: stopped === null ? null : { ...stopped, at: asOf(stopped.at) },
  };
}

/**
 * The book with what is to be kept of the future in it, and in other moments that are compared with it: those of alarms. The same
 * book where that is as it was.
 */
export function bookNoting(book: LoopBook, now: Instant, others: readonly Instant[] = []): LoopBook {
  const { takenAs: before = [], ...rest } = book;
  // What was noted of alarms stays, whoever asks.
  const noted = before.map(([moment]) => moment);
  const taken = takenAs([...momentsOf(book), ...others, ...noted], now, before);
  if (isTakenAlike(taken, before)) return book;
  return taken.length === 0 ? rest : { ...rest, takenAs: taken };
}

/** A book and alarms as triggers see them: of one clock that was ahead they keep their order. */
export function asTriggersSee<A extends { readonly at: Instant; readonly since?: Instant }>(
  kept: LoopBook,
  alarms: readonly A[],
  now: Instant,
): { readonly book: LoopBook; readonly alarms: readonly A[] } {
  const moments = alarms.map(({ at }) => at);
  const noted = bookNoting(kept, now, moments);
  return { book: bookAsOf(noted, now), alarms: alarmsAsOf(alarms, noted) };
}

/** Alarms as the book takes those of a clock that was ahead; none has lasted since later than it was raised. */
function alarmsAsOf<A extends { readonly at: Instant; readonly since?: Instant }>(
  alarms: readonly A[],
  { takenAs: taken = [] }: Pick<LoopBook, "takenAs">,
): readonly A[] {
  return alarms.map((alarm) => {
    const at = asTaken(alarm.at, taken);
    return { ...alarm, at, ...(alarm.since === undefined ? {} : { since: Math.min(alarm.since, at) }) };
  });
}

function momentsOf({ loop, begun, stopped, recalibrated = [], learnedNothing = [] }: LoopBook): readonly Instant[] {
  const single = [loop?.beganAt, loop?.stageAt, loop?.intendedAt, loop?.end?.at, stopped?.at];
  return [...begun, ...recalibrated, ...learnedNothing, ...single.filter((at) => at != null)];
}

/** What its lines say was told so already. */
function loopAsOf(loop: Loop, asOf: (at: Instant) => Instant): Loop {
  const { end, intendedAt } = loop;
  return {
    ...{ ...loop, beganAt: asOf(loop.beganAt), stageAt: asOf(loop.stageAt) },
    intendedAt: intendedAt === null ? null : asOf(intendedAt),
    end: end === null ? null : { ...end, at: asOf(end.at) },
  };
}
