import type { Clock, Instant } from "../../kernel/index.ts";
import { milliseconds, rng } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import { LOOP_STAGES, type Retrain } from "../../system/index.ts";
import { asTaken } from "../taken-as.ts";
import { bookAsOf, bookNoting } from "./book-as-of.ts";
import type { Loop, LoopBook, Repair } from "./loop.ts";
import { MONTH, spentOf, underWay } from "./loop.ts";
import { readBook, writeBook } from "./loop-book.ts";
import { wordRepair } from "./repair.ts";

/** So many failed loops in a row, and nothing begins by itself any more. */
export const MOST_FAILURES = 5;
/** Milliseconds from one failed loop to the next: ten minutes, twice as long each time, never longer than the cool-down. */
const FAILED_PAUSE = 600_000;

/** Whether a loop may begin now; if not, why, and from when on it may, where time alone helps. */
export type MayBegin =
  | { readonly may: true }
  | { readonly may: false; readonly why: string; readonly from: Instant | null };

/** What holds a loop back: one under way, failures, the cool-down, the budget. A person's word (`asked`) waits only for the one under way. */
export function mayBegin(
  kept: LoopBook,
  retrain: Pick<Retrain, "coolDown" | "budget">,
  { now, asked }: { readonly now: Instant; readonly asked: boolean },
): MayBegin {
  const book = bookAsOf(kept, now);
  const running = underWay(book);
  const not = (why: string, from: Instant | null = null): MayBegin => ({ may: false, why, from });
  if (running !== undefined) return not(`loop ${running.number} is under way`);
  if (asked) return { may: true };
  if (book.stopped !== null) return not(`it was stopped: ${book.stopped.why}`);
  const rested = restedAt(book, retrain);
  if (rested > now) return not(`it rests until ${wordTime(rested)}`, rested);
  const recent = spentOf(book, now);
  const { perMonth } = retrain.budget;
  if (recent.length < perMonth) return { may: true };
  const free = (recent.at(-perMonth) ?? now) + MONTH;
  return not(`${perMonth} of ${perMonth} loops a month have begun; the next may on ${wordTime(free)}`, free);
}

function restedAt({ loop, failures, system }: LoopBook, { coolDown }: Pick<Retrain, "coolDown">): Instant {
  const end = loop?.end;
  if (end == null) return Number.NEGATIVE_INFINITY;
  const cool = milliseconds(coolDown);
  if (end.kind !== "failed") return end.at + cool;
  // At random, so that systems that failed together do not train together.
  const jitter = 1 + rng({ seed: 0, unit: system, time: end.at, purpose: "retrain/pause" }).uniform() / 2;
  return end.at + Math.min(cool, FAILED_PAUSE * 2 ** (failures - 1) * jitter);
}

/** `2026-11-22 14:58 UTC` */
export function wordTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A loop that is to begin. */
export interface LoopOrder {
  readonly system: string;
  readonly retrain: Pick<Retrain, "coolDown" | "budget">;
  readonly why: readonly string[];
  /** `alidade`, or who asked. */
  readonly by: string;
  /** What it does about it. Default: it trains. */
  readonly repair?: Repair | undefined;
  /** Whether a person asked: then neither rest nor budget holds it back, and a stop ends. */
  readonly asked: boolean;
}

/** Begins a loop, or says why not. Throws `watch.loop-overtaken` where two begin at once: one has then begun. */
export async function beginLoop(
  { system, retrain, why, by, repair, asked }: LoopOrder,
  { records, clock }: { readonly records: Pick<Records, "collection">; readonly clock: Clock },
): Promise<MayBegin> {
  const held = await readBook(records, system);
  const now = clock.now();
  const may = mayBegin(held.book, retrain, { now, asked });
  if (!may.may) return may;
  const book = bookNoting(held.book, now);
  const loop = newLoop({ number: (book.loop?.number ?? 0) + 1, why, by, ...(repair && { repair }) }, now);
  const isRecent = (at: Instant): boolean => asTaken(at, book.takenAs ?? []) > now - MONTH;
  const begun = [...book.begun.filter(isRecent), now];
  const recalibrated = book.recalibrated?.filter(isRecent) ?? [];
  const learnedNothing = book.learnedNothing?.filter(isRecent) ?? [];
  const fresh = asked ? { failures: 0, stopped: null } : {};
  await writeBook(records, held, { ...book, ...fresh, loop, begun, recalibrated, learnedNothing });
  return may;
}

function newLoop(order: Pick<Loop, "number" | "why" | "by" | "repair">, now: Instant): Loop {
  const { repair, why } = order;
  const says = [...why, ...(repair?.kind === "recalibrate" ? [wordRepair(repair)] : [])].join("; ");
  return {
    ...order,
    beganAt: now,
    stage: LOOP_STAGES[0],
    stageAt: now,
    made: false,
    intendedAt: null,
    turn: 0,
    begun: 0,
    tries: 0,
    trouble: null,
    asks: null,
    approved: null,
    says,
    facts: {},
    lines: [{ what: "retrain.begun", at: now, says }],
    told: 0,
    end: null,
  };
}
