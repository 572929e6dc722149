import { type Clock, type Instant, isAlidadeError } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Jobs, Records } from "../../store/index.ts";
import { type SystemDefinition, settleRetrain } from "../../system/index.ts";
import { type Advanced, advanceLoop } from "./advance-loop.ts";
import { beginLoop, type MayBegin, mayBegin } from "./begin-loop.ts";
import { asTriggersSee, bookNoting } from "./book-as-of.ts";
import { type LoopBook, type Repair, underWay } from "./loop.ts";
import { loopOvertaken, readBook, writeBook } from "./loop-book.ts";
import type { LoopSteps } from "./loop-steps.ts";
import { repairFor } from "./repair.ts";
import type { Worker } from "./scheduler.ts";
import { standingReasons } from "./standing-reasons.ts";
import { dueByTrigger, type TriggerCase } from "./triggers.ts";

/** What is known of a system, for its triggers. */
export type TriggerFacts = Omit<TriggerCase, "when" | "now" | "lastLoopAt" | "lastTrainingAt">;

/** A system whose loop is looked after. */
export interface LoopSystem {
  readonly system: Pick<SystemDefinition, "name" | "retrain">;
  readonly steps: LoopSteps;
  /** What the triggers are judged by, as of now. */
  facts(signal: AbortSignal): Promise<TriggerFacts>;
  /**
   * Does the work, a step, unless somebody else works at the loop by hand: then it does nothing, and `taken` says who.
   * Default: nobody does.
   */
  inHand?<R>(work: () => Promise<R>): Promise<{ readonly done: R } | { readonly taken: string }>;
}

export interface LoopWorkerOptions {
  readonly systems: readonly LoopSystem[];
  readonly jobs: Jobs;
  readonly records: Pick<Records, "collection">;
  /** In the hands of `alidade`. */
  readonly registry: Pick<Registry, "history" | "note">;
  readonly clock: Clock;
  /** Milliseconds between two looks at the triggers. Default 60,000. */
  readonly lookMs?: number;
}

/** Jobs that ended so long ago are forgotten, in milliseconds: a week. */
const REMEMBERED = 7 * 86_400_000;
const LOOK = 60_000;
/** A stage that loses so many processes is not tried for ever. */
const LOST = 20;
/** Milliseconds until one is looked at again that somebody else works at. */
const TAKEN_AGAIN = 5_000;

/**
 * How `alidade up` runs the loops (`loopsOf` and `runLoops` in the CLI put this together for systems on this machine):
 *
 *   const options: LoopWorkerOptions = { systems: [{ system, steps, facts }], jobs, records, registry, clock };
 *   await startLoops(options);                               // a look and, for a loop under way, a step for every system
 *   await runScheduler({ jobs, workers: { ...loopWorkers(options), ...others }, clock, sleep, signal, onProblem });
 *   loopSymptoms((await readBook(records, name)).book);      // what an alert should say of it
 *
 * `facts` is what triggers are judged by; alarms of monitors come in through it. Nothing here reads the file of a system
 * anew: a changed file needs new options.
 */

/**
 * The workers of the kinds `loop.look` (are there triggers?) and `loop.step` (on with the loop), for a scheduler. Jobs of one
 * system are in one group, so its looks and steps never run side by side.
 *
 * @example await runScheduler({ jobs, workers: { ...loopWorkers(options) }, clock, sleep, signal });
 */
export function loopWorkers(options: LoopWorkerOptions): Readonly<Record<"loop.look" | "loop.step", Worker>> {
  const named = (input: unknown): LoopSystem | undefined =>
    options.systems.find(({ system }) => system.name === (input as { readonly system: string }).system);
  const overtaken = async <R>(work: () => Promise<R>): Promise<R | null> => {
    try {
      return await work();
    } catch (thrown) {
      // Whoever was faster goes on.
      if (isAlidadeError(thrown, loopOvertaken.code)) return null;
      throw thrown;
    }
  };
  return {
    "loop.look": async ({ job, signal }) => {
      const one = named(job.input);
      if (one === undefined) return null;
      await options.jobs.forget(options.clock.now() - REMEMBERED);
      await addLook(options, one.system.name, 1);
      return await overtaken(() => lookOnce(one, options, signal));
    },
    "loop.step": async ({ job, signal }) => {
      const one = named(job.input);
      if (one === undefined) return null;
      const advanced = await overtaken(() => stepOnce(one, options, signal));
      await addStep(options, one.system.name, advanced?.kind === "waits" ? advanced.againMs : 0);
      return advanced;
    },
  };
}

/** Sees to it that every system is looked at from now on. Safe to call at every start, by several processes. */
export async function startLoops(options: LoopWorkerOptions): Promise<void> {
  for (const { system } of options.systems) {
    await addLook(options, system.name, 0);
    await reviveStep(options, system.name);
  }
}

/** The next look: one for each stretch of time, whoever adds it. */
async function addLook(
  { jobs, clock, lookMs = LOOK }: LoopWorkerOptions,
  system: string,
  ahead: number,
): Promise<void> {
  const slot = Math.floor(clock.now() / lookMs) + ahead;
  await jobs.add({
    ...{ key: `loop.look/${system}/${slot}`, kind: "loop.look", group: `loop/${system}` },
    ...{ input: { system }, due: ahead === 0 ? clock.now() : slot * lookMs, tries: LOST },
  });
}

/** The next step of a loop under way; waiting ones of a stage fall on the same times, so that there is one at each. */
async function addStep({ jobs, clock, records }: LoopWorkerOptions, system: string, againMs: number): Promise<void> {
  const loop = underWay((await readBook(records, system)).book);
  if (loop === undefined) return;
  const due = againMs === 0 ? clock.now() : Math.ceil((clock.now() + 1) / againMs) * againMs;
  const visit = againMs === 0 ? `${loop.turn}` : `at ${due}`;
  await jobs.add({
    ...{ key: `loop.step/${system}/${loop.number}/${loop.stage}/${visit}`, kind: "loop.step" },
    ...{ group: `loop/${system}`, input: { system }, due, tries: LOST },
  });
}

/** A loop under way that nobody is to go on with, because its last step was lost for good, is gone on with. */
async function reviveStep(options: LoopWorkerOptions, system: string): Promise<void> {
  const { jobs } = options;
  const kind = "loop.step";
  const open = [...(await jobs.list({ kind, status: "waiting" })), ...(await jobs.list({ kind, status: "running" }))];
  if (!open.some(({ group }) => group === `loop/${system}`)) await addStep(options, system, 0);
}

/** What a look came to. */
export interface Looked {
  /** Why it is time to retrain; empty: it is not. */
  readonly why: readonly string[];
  /** Whether a loop may begin; absent where there is no reason to. */
  readonly may?: MayBegin;
  /** What a loop would do, were one to begin now. */
  readonly repair: Repair;
  /** Whether the file lets loops begin by themselves; where not, this is a proposal. */
  readonly isDeclared: boolean;
}

async function lookOnce(one: LoopSystem, options: LoopWorkerOptions, signal: AbortSignal): Promise<Looked> {
  const { system } = one;
  const known = await one.facts(signal);
  const now = options.clock.now();
  const held = await readBook(options.records, system.name);
  const kept = bookNoting(
    held.book,
    now,
    known.alarms.map(({ at }) => at),
  );
  if (kept !== held.book) await writeBook(options.records, held, kept);
  const looked = lookAtFacts({ system, known, now, kept });
  if (looked.why.length === 0 || !looked.isDeclared || looked.may?.may !== true) {
    await reviveStep(options, system.name);
    return looked;
  }
  const retrain = retrainOf(system);
  const { why, repair } = looked;
  await beginLoop({ system: system.name, retrain, why, repair, by: "alidade", asked: false }, options);
  await addStep(options, system.name, 0);
  return looked;
}

/** Whether it is time to retrain, and whether anything holds it back; changes nothing. */
export async function lookAtTriggers(
  { system, facts }: LoopSystem,
  { records, clock }: Pick<LoopWorkerOptions, "records" | "clock">,
  signal: AbortSignal,
): Promise<Looked> {
  const known = await facts(signal);
  const now = clock.now();
  return lookAtFacts({ system, known, now, kept: (await readBook(records, system.name)).book });
}

interface LookCase {
  readonly system: LoopSystem["system"];
  readonly known: TriggerFacts;
  readonly now: Instant;
  readonly kept: LoopBook;
}

function lookAtFacts({ system, known, now, kept }: LookCase): Looked {
  const retrain = retrainOf(system);
  const { book, alarms } = asTriggersSee(kept, known.alarms, now);
  const lastLoopAt = book.begun.at(-1) ?? null;
  const lastTrainingAt = book.begun.findLast((at) => !book.recalibrated?.includes(at)) ?? null;
  const given: TriggerCase = { ...known, alarms, when: retrain.when, now, lastLoopAt, lastTrainingAt };
  const due = dueByTrigger(given);
  const standing = standingReasons(book, now);
  const why = [...new Set([...due.map((one) => one.why), ...standing])];
  const isDeclared = system.retrain !== undefined;
  const repair = repairFor({ retrain, due, standing, given, last: book.loop });
  if (why.length === 0) return { why, isDeclared, repair };
  return { why, isDeclared, may: mayBegin(book, retrain, { now, asked: false }), repair };
}

/** How it retrains: as declared, else as it would be proposed. */
export function retrainOf({ retrain }: Pick<SystemDefinition, "retrain">): NonNullable<SystemDefinition["retrain"]> {
  return retrain ?? settleRetrain({}, { approves: [], isRegulated: false });
}

async function stepOnce(one: LoopSystem, options: LoopWorkerOptions, signal: AbortSignal): Promise<Advanced> {
  const { records, registry, clock } = options;
  const { system, steps } = one;
  const retrain = retrainOf(system);
  const work = (): Promise<Advanced> =>
    advanceLoop({ system: system.name, retrain, steps, records, registry, clock, signal });
  if (one.inHand === undefined) return await work();
  const came = await one.inHand(work);
  return "done" in came ? came.done : { kind: "waits", says: came.taken, againMs: TAKEN_AGAIN };
}
