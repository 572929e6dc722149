import { setTimeout as pause } from "node:timers/promises";
import { type Loop, readBook, wordTime } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { type HandAround, handOn, type LoopHand } from "./loop-hand.ts";
import { wordHand } from "./who-goes-on.ts";

export interface Waiting {
  readonly signal: AbortSignal;
  readonly io: Pick<Invocation["io"], "err">;
}

/** Milliseconds from one look at the other process to the next. */
const AGAIN = 500;

/**
 * Waits until another process has put a loop down, or is gone, and says meanwhile in which stage that is. Changes nothing, so
 * whoever stops waiting leaves the other alone. Gives what the loop came to meanwhile, a sentence for each stage; rejects
 * with the signal's reason.
 */
export async function waitForOther(
  around: HandAround,
  other: LoopHand,
  { signal, io }: Waiting,
): Promise<readonly string[]> {
  const loopNow = async (): Promise<Loop | null> =>
    (await readBook(around.state.records, around.system.name)).book.loop;
  const first = await loopNow();
  let told: string | undefined;
  for (let looks = 0; ; looks++) {
    const hand = await handOn(around);
    const loop = await loopNow();
    const isSame =
      hand !== undefined && hand.pid === other.pid && hand.host === other.host && hand.since === other.since;
    if (!isSame || loop === null) return saidSince(first, loop);
    // One that only looks has put it down by the second time.
    if (looks > 0 && told !== loop.stage)
      io.err(`${told === undefined ? wordWaiting(loop, other) : wordStage(loop)}\n`);
    if (looks > 0) told = loop.stage;
    await pause(AGAIN, undefined, { signal });
  }
}

function wordWaiting({ number, beganAt, stage }: Loop, other: LoopHand): string {
  return (
    `Loop ${number} is under way since ${wordTime(beganAt)}: ${wordHand(other)} works at its stage \`${stage}\`. ` +
    "This command waits for that; Ctrl-C here leaves it alone."
  );
}

function wordStage({ stage }: Loop): string {
  return `Stage \`${stage}\` has begun there.`;
}

function saidSince(first: Loop | null, last: Loop | null): readonly string[] {
  if (last === null) return [];
  const known = first?.number === last.number ? first.lines.length : 0;
  return last.lines.slice(known).map(({ says }) => says);
}
