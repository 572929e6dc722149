import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Clock, Instant } from "../../kernel/index.ts";
import type { Collection, Records } from "../../store/index.ts";
import { isRunning } from "../host/is-running.ts";

/** A process that works at a system's loop. */
export interface LoopHand {
  readonly pid: number;
  /** Name of its machine. */
  readonly host: string;
  readonly since: Instant;
  /** Which command it runs. */
  readonly command: "retrain" | "up";
}

interface KeptHand extends LoopHand {
  /** When it last said so; null: it has put the loop down. */
  readonly at: Instant | null;
  /** Whose it is: two in one process are two. */
  readonly token: string;
  /** When its thread began: a process of the same number that begins later is another. */
  readonly thread: number;
}

/** What came of work that waits for nobody. */
export type InHand<T> =
  | { readonly kind: "done"; readonly result: T }
  /** Nothing was done: somebody else works at the loop. */
  | { readonly kind: "taken"; readonly by: LoopHand };

/** Milliseconds from one word to the next, and after the last one to when nobody believes it any more. */
const [EVERY, GRACE] = [5_000, 30_000];

export interface HandAround {
  readonly system: { readonly name: string };
  readonly state: { readonly records: Pick<Records, "collection"> };
  readonly clock: Clock;
}

/** Does the work, unless another works at the system's loop already; lets others know meanwhile that this process does. */
export async function inHand<T>(
  around: HandAround,
  work: () => Promise<T>,
  command: LoopHand["command"] = "retrain",
): Promise<InHand<T>> {
  const { clock } = around;
  const { timeOrigin: thread } = performance;
  const hand = { pid: process.pid, host: hostname(), since: clock.now(), command, token: randomUUID(), thread };
  const by = await take(around, { ...hand, at: clock.now() });
  if (by !== undefined) return { kind: "taken", by };
  let saying = Promise.resolve();
  const timer = setInterval(() => {
    // That others do not hear of it is no reason to stop.
    saying = say(around, { ...hand, at: clock.now() }).catch(() => undefined);
  }, EVERY);
  try {
    return { kind: "done", result: await work() };
  } finally {
    clearInterval(timer);
    await saying;
    await say(around, { ...hand, at: null }).catch(() => undefined);
  }
}

/** What is known of this machine. */
interface Machine {
  readonly host?: string;
  readonly runs?: (pid: number) => boolean;
}

/** The process that works at a system's loop now; undefined where none does, or none is left. */
export async function handOn(around: HandAround, machine: Machine = {}): Promise<LoopHand | undefined> {
  const kept = (await hands(around).get(around.system.name))?.value;
  return kept !== undefined && isLive(kept, around, machine) ? shown(kept) : undefined;
}

function isLive(
  { pid, host: its, at, thread }: KeptHand,
  { clock }: HandAround,
  { host = hostname(), runs = isRunning }: Machine = {},
): boolean {
  if (at === null || clock.now() - at > GRACE) return false;
  if (its !== host) return true;
  const isEarlier = pid === process.pid && thread !== performance.timeOrigin;
  return runs(pid) && !isEarlier;
}

function shown({ pid, host, since, command }: KeptHand): LoopHand {
  return { pid, host, since, command };
}

function hands({ state }: HandAround): Collection<KeptHand> {
  return state.records.collection<KeptHand>("loop-hands");
}

/** Takes the loop in hand; gives in whose hands it is where somebody else was there before. */
async function take(around: HandAround, hand: KeptHand): Promise<LoopHand | undefined> {
  const { name } = around.system;
  const into = hands(around);
  for (;;) {
    const before = await into.get(name);
    if (before !== undefined && isLive(before.value, around)) return shown(before.value);
    const isTaken =
      before === undefined ? await into.insert(name, hand) : await into.compareAndSet(name, before.version, hand);
    if (isTaken) return undefined;
  }
}

/** Says a word more of a hand, unless another has taken the loop since. */
async function say(around: HandAround, hand: KeptHand): Promise<void> {
  const { name } = around.system;
  const before = await hands(around).get(name);
  if (before !== undefined && before.value.token === hand.token)
    await hands(around).compareAndSet(name, before.version, hand);
}
