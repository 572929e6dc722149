import { type Clock, isAlidadeError, messageOf } from "../../kernel/index.ts";
import { type Registry, versionStale } from "../../registry/index.ts";
import type { Records } from "../../store/index.ts";
import type { Retrain } from "../../system/index.ts";
import { bookAsOf, bookNoting } from "./book-as-of.ts";
import { type Loop, type LoopBook, type LoopEnd, markOf, underWay } from "./loop.ts";
import { type HeldBook, loopOvertaken, readBook, writeBook } from "./loop-book.ts";
import type { LoopSteps, StepGiven, StepSeen } from "./loop-steps.ts";
import { tellHistory } from "./tell-history.ts";
import { asking, endedAs, loopIn, madeIt, movedOn, takenUp, troubled, waiting } from "./transitions.ts";

/** What a loop goes on with. */
export interface AdvanceDeps {
  readonly system: string;
  readonly retrain: Pick<Retrain, "approval">;
  readonly steps: LoopSteps;
  readonly records: Pick<Records, "collection">;
  readonly registry: Pick<Registry, "history" | "note">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What became of a loop that was gone on with. */
export type Advanced =
  /** There is none under way. */
  | { readonly kind: "idle" }
  | { readonly kind: "moved"; readonly says: string }
  | { readonly kind: "waits"; readonly says: string; readonly againMs: number }
  | { readonly kind: "ended"; readonly end: LoopEnd; readonly says: string };

/** A stage that failed so often ends its loop. */
const TRIES = 3;
/** And one whose process was lost so often, as when there is not enough memory. */
const MOST_LOST = 100;
/** Milliseconds to the next try of a stage that failed, and to the next look for somebody's word. */
const AGAIN = 30_000;
const ASKED_AGAIN = 60_000;

/**
 * Goes on with a system's loop by one stage at most. Every change of it is written over what was read, in the hand of one turn:
 * a process that was killed anywhere in here is gone on with by the next call, and one that was overtaken changes nothing more.
 * Throws `watch.loop-overtaken`, and what the store throws.
 */
export async function advanceLoop(deps: AdvanceDeps): Promise<Advanced> {
  const hand = openHand(deps, await tellHistory(deps, await readBook(deps.records, deps.system)));
  const loop = underWay(hand.book());
  if (loop === undefined) return { kind: "idle" };
  const asked = askedBefore(loop, deps.retrain);
  if (asked !== null) return await waitForWord(hand, deps, asked);
  if (!loop.made && loop.begun >= MOST_LOST)
    return await end(hand, deps, {
      end: "failed",
      says: `the stage \`${loop.stage}\` lost its process ${loop.begun} times`,
    });
  const now = deps.clock.now();
  await hand.write(takenUp(bookNoting(hand.book(), now), now));
  try {
    return await workOn(hand, deps);
  } catch (thrown) {
    if (deps.signal.aborted || isAlidadeError(thrown, loopOvertaken.code)) throw thrown;
    const why = messageOf(thrown);
    // Somebody else was in the way, as when two change a traffic plan at once: that is no failure of the stage.
    if (isAlidadeError(thrown) && (thrown.retryable || thrown.code === versionStale.code))
      return await wait(hand, why, AGAIN);
    return await fail(hand, deps, why);
  }
}

/** Whose word the stage needs before anything is made; null where it has it or needs none. */
export function askedBefore(loop: Loop, { approval }: Pick<Retrain, "approval">): readonly string[] | null {
  if (approval === undefined || loop.made || loop.stage !== approval.before) return null;
  return loop.approved?.stage === loop.stage ? null : approval.by;
}

/** A book in one worker's hand: every write is over its own last one. */
interface Hand {
  book(): LoopBook;
  write(next: LoopBook): Promise<void>;
  /** Puts the lines that are new into the history. */
  tell(): Promise<void>;
}

function openHand(deps: AdvanceDeps, first: HeldBook): Hand {
  let held = first;
  return {
    book: () => held.book,
    write: async (next) => {
      if (next !== held.book) held = await writeBook(deps.records, held, next);
    },
    tell: async () => {
      held = await tellHistory(deps, held);
    },
  };
}

async function waitForWord(hand: Hand, { clock }: AdvanceDeps, by: readonly string[]): Promise<Advanced> {
  const loop = loopIn(hand.book());
  const says = `waits for ${by.join(" or ")} to say yes before the stage \`${loop.stage}\``;
  if (loop.asks === null) await hand.write(asking(hand.book(), by, { at: clock.now(), says }));
  await hand.tell();
  return { kind: "waits", says, againMs: ASKED_AGAIN };
}

/** Makes what the stage makes, unless it is there already, and looks where that leads. */
async function workOn(hand: Hand, deps: AdvanceDeps): Promise<Advanced> {
  const { steps, system, signal } = deps;
  const loop = (): Loop => loopIn(bookAsOf(hand.book(), deps.clock.now()));
  const given = (): StepGiven => ({ loop: loop(), mark: markOf(system, loop()), signal });
  const step = steps[loop().stage];
  if (!loop().made) {
    const made = (await step.found?.(given())) ?? (await step.make?.(given())) ?? {};
    signal.throwIfAborted();
    if ("kind" in made) return await end(hand, deps, made);
    await hand.write(madeIt(hand.book(), made));
  }
  const seen = await step.look(given());
  signal.throwIfAborted();
  return await follow(hand, deps, seen);
}

async function follow(hand: Hand, deps: AdvanceDeps, seen: StepSeen): Promise<Advanced> {
  const { says } = seen;
  if (seen.kind === "wait") return await wait(hand, says, seen.againMs);
  if (seen.kind === "end") return await end(hand, deps, seen);
  await hand.write(movedOn(hand.book(), { at: deps.clock.now(), says, facts: seen.facts }));
  await hand.tell();
  const over = loopIn(hand.book()).end;
  return over === null ? { kind: "moved", says } : { kind: "ended", end: over.kind, says };
}

async function wait(hand: Hand, says: string, againMs: number): Promise<Advanced> {
  await hand.write(waiting(hand.book(), says));
  return { kind: "waits", says, againMs };
}

async function end(
  hand: Hand,
  { clock }: AdvanceDeps,
  { end: kind, says, facts }: Omit<Extract<StepSeen, { kind: "end" }>, "kind">,
): Promise<Advanced> {
  await hand.write(endedAs(hand.book(), kind, { at: clock.now(), says, facts }));
  await hand.tell();
  return { kind: "ended", end: kind, says };
}

async function fail(hand: Hand, deps: AdvanceDeps, why: string): Promise<Advanced> {
  const { stage, tries } = loopIn(hand.book());
  if (tries + 1 >= TRIES)
    return await end(hand, deps, { end: "failed", says: `the stage \`${stage}\` failed ${TRIES} times: ${why}` });
  const says = `the stage \`${stage}\` failed and is tried again: ${why}`;
  await hand.write(troubled(hand.book(), { says, why }));
  return { kind: "waits", says, againMs: AGAIN * (tries + 1) };
}
