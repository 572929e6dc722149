import { type Instant, known } from "../../kernel/index.ts";
import { LOOP_STAGES, type LoopStage } from "../../system/index.ts";
import { MOST_FAILURES } from "./begin-loop.ts";
import type { Loop, LoopBook, LoopEnd, LoopFacts, LoopLine } from "./loop.ts";

// What becomes of a book: each is pure, and takes the book with a loop under way to the next one.

/** What happened, and when. */
interface Happened {
  readonly at: Instant;
  readonly says: string;
  readonly facts?: LoopFacts | undefined;
}

/** The loop of a book that has one. */
export function loopIn({ loop, system }: LoopBook): Loop {
  return known(loop, `a loop of ${system}`);
}

/** Somebody takes the loop into his hands. */
export function takenUp(book: LoopBook, at: Instant): LoopBook {
  const { turn, intendedAt, made, begun } = loopIn(book);
  return change(book, { turn: turn + 1, intendedAt: intendedAt ?? at, begun: made ? 0 : begun + 1 });
}

/** The stage has made what it makes. */
export function madeIt(book: LoopBook, facts: LoopFacts): LoopBook {
  return change(book, { made: true, facts: { ...loopIn(book).facts, ...facts } });
}

/** It waits for somebody's word. */
export function asking(book: LoopBook, by: readonly string[], { at, says }: Happened): LoopBook {
  return change(book, { asks: by, says, lines: [...loopIn(book).lines, { what: "retrain.asked", at, says }] });
}

/** It waits for time or traffic; what was in trouble is so no more. */
export function waiting(book: LoopBook, says: string): LoopBook {
  const { says: before, tries } = loopIn(book);
  return before === says && tries === 0 ? book : change(book, { says, tries: 0, trouble: null });
}

/** It is tried again later. */
export function troubled(book: LoopBook, { says, why }: { readonly says: string; readonly why: string }): LoopBook {
  return change(book, { tries: loopIn(book).tries + 1, trouble: why, says });
}

/** On to the next stage; the last one ends it. */
export function movedOn(book: LoopBook, happened: Happened): LoopBook {
  const { stage, facts, lines } = loopIn(book);
  const { at, says } = happened;
  const next = nextStage(stage);
  if (next === undefined) return endedAs(book, facts.purpose ?? "champion", happened);
  return change(book, {
    ...{ stage: next, stageAt: at, made: false, intendedAt: null, begun: 0, tries: 0, trouble: null, asks: null },
    ...{ says, facts: { ...facts, ...happened.facts } },
    lines: [...lines, { what: `retrain.${stage}`, at, says }],
  });
}

/** It is over. Failures in a row are counted, and do not count against the month; too many stop the loop until somebody asks for it. */
export function endedAs(book: LoopBook, kind: LoopEnd, { at, says, facts = {} }: Happened): LoopBook {
  const { lines, beganAt, facts: before } = loopIn(book);
  const isFailed = kind === "failed";
  const failures = isFailed ? book.failures + 1 : 0;
  const why = `${failures} retrainings failed in a row; the last: ${says}`;
  const stopped = book.stopped ?? (failures >= MOST_FAILURES ? { at, why } : null);
  const over: LoopLine = { what: isFailed ? "retrain.failed" : "retrain.ended", at, says };
  const halt: LoopLine = { what: "retrain.stopped", at, says: `${why}. What is served goes on being served.` };
  const told = stopped !== null && book.stopped === null ? [over, halt] : [over];
  const ended = { end: { kind, at, why: says }, says, facts: { ...before, ...facts }, lines: [...lines, ...told] };
  const begun = isFailed ? book.begun.filter((one) => one !== beganAt) : book.begun;
  const trainedNothing = before.learned === "recalibrated" ? [beganAt] : [];
  const recalibrated = [...(book.recalibrated ?? []), ...trainedNothing];
  const isInVain = before.isKnown === true && before.release === undefined;
  const learnedNothing = [...(book.learnedNothing ?? []), ...(isInVain ? [beganAt] : [])];
  return { ...change(book, ended), failures, begun, recalibrated, learnedNothing, stopped };
}

function change(book: LoopBook, next: Partial<Loop>): LoopBook {
  return { ...book, loop: { ...loopIn(book), ...next } };
}

function nextStage(stage: LoopStage): LoopStage | undefined {
  return LOOP_STAGES[LOOP_STAGES.indexOf(stage) + 1];
}
