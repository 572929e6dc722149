import { hostname } from "node:os";
import type { Clock, Instant } from "../../kernel/index.ts";
import type { Collection, Records } from "../../store/index.ts";
import { isRunning } from "../host/is-running.ts";

/** A process that goes on with a system's loop beside what `alidade up` does. */
export interface LoopHand {
  readonly pid: number;
  /** Name of its machine. */
  readonly host: string;
  readonly since: Instant;
}

interface KeptHand extends LoopHand {
  /** When it last said so; null: it has put the loop down. */
  readonly at: Instant | null;
}

/** Milliseconds from one word to the next, and after the last one to when nobody believes it any more. */
const [EVERY, GRACE] = [5_000, 30_000];

export interface HandAround {
  readonly system: { readonly name: string };
  readonly state: { readonly records: Pick<Records, "collection"> };
  readonly clock: Clock;
}

/** Does the work, and lets others know meanwhile that this process goes on with the loop. */
export async function inHand<T>(around: HandAround, work: () => Promise<T>): Promise<T> {
  const { clock, system } = around;
  const hand: LoopHand = { pid: process.pid, host: hostname(), since: clock.now() };
  const say = (at: Instant | null): Promise<void> => write(hands(around), system.name, { ...hand, at });
  await say(clock.now());
  let saying = Promise.resolve();
  const timer = setInterval(() => {
    // That others do not hear of it is no reason to stop.
    saying = say(clock.now()).catch(() => undefined);
  }, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await saying;
    await say(null).catch(() => undefined);
  }
}

/** The process that goes on with a system's loop now; undefined where none does, or none is left. */
export async function handOn(
  around: HandAround,
  { host = hostname(), runs = isRunning }: { readonly host?: string; readonly runs?: (pid: number) => boolean } = {},
): Promise<LoopHand | undefined> {
  const kept = (await hands(around).get(around.system.name))?.value;
  if (kept === undefined || kept.at === null || around.clock.now() - kept.at > GRACE) return undefined;
  if (kept.host === host && !runs(kept.pid)) return undefined;
  return { pid: kept.pid, host: kept.host, since: kept.since };
}

function hands({ state }: HandAround): Collection<KeptHand> {
  return state.records.collection<KeptHand>("loop-hands");
}

/** The last word counts, whoever says it. */
async function write(into: Collection<KeptHand>, system: string, hand: KeptHand): Promise<void> {
  const before = await into.get(system);
  if (before === undefined) await into.insert(system, hand);
  else if (hand.at !== null || before.value.pid === hand.pid) await into.compareAndSet(system, before.version, hand);
}
