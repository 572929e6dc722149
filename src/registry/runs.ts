import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Query } from "../store/index.ts";
import { type Change, change, type RegistryContext } from "./change.ts";
import {
  type Curves,
  newRun,
  type Run,
  type RunDraft,
  type RunEnd,
  readRun,
  type StoredRun,
  storeRun,
  thinned,
} from "./run-record.ts";
import { type Store, series } from "./series.ts";
import { runUnknown } from "./unknown.ts";

export const runOver: ErrorConstructor<{ readonly id: string; readonly status: string }> = defineError(
  "registry.run-over",
  {
    headline: "The run has ended",
    message: ({ id, status }: { readonly id: string; readonly status: string }) =>
      `A run ends once. ${id} is ${status} already.`,
  },
);

export const runTaken: ErrorConstructor<{ readonly id: string }> = defineError("registry.run-taken", {
  headline: "The run goes on elsewhere",
  message: ({ id }: { readonly id: string }) =>
    `Only who went on last with a run may write to it. ${id} has been gone on with elsewhere since.`,
});

/** A part of the runs that a query found. */
export interface RunPage {
  readonly runs: readonly Run[];
  /** How many there are in all. */
  readonly total: number;
}

/** Which run: its number within the system says it all, and its id is for people. */
type RunName = Pick<Run, "id" | "system" | "number">;

/** A run, and which turn of it writes. Default: any. */
type RunTurn = RunName & Partial<Pick<Run, "turn">>;

/** Trainings, searches and their trials, those that failed included. */
export interface Runs {
  startRun(draft: RunDraft): Promise<Run>;
  /** Throws `registry.run-unknown`, `registry.run-over`, `registry.run-taken`. */
  endRun(run: RunTurn, end: RunEnd): Promise<Run>;
  /**
   * Records a run that is over already and took so many milliseconds, in one step and without a line in the history: one
   * trial of many. `of`: the run that it belongs to must still be in that turn. Throws `registry.run-unknown`,
   * `registry.run-taken`.
   */
  addRun(draft: RunDraft & { readonly took: number; readonly of?: RunTurn }, end: RunEnd): Promise<Run>;
  /** Adds what was made of a run after its end, such as its report. Throws `registry.run-unknown`. */
  attachToRun(run: RunName, artefacts: Run["artefacts"]): Promise<Run>;
  /** A run that failed, was given up, or runs elsewhere goes on here, in its next turn. Throws `registry.run-unknown`, and `registry.run-over` for one that finished. */
  resumeRun(run: RunName): Promise<Run>;
  /** A system's runs without the trials of searches, oldest first. */
  runs(system: string): Promise<readonly Run[]>;
  /** Runs of any kind that fit a query: members by their names in {@link Run}. */
  findRuns(system: string, query: Query): Promise<RunPage>;
  /** Throws `registry.run-unknown`. */
  findRun(system: string, id: string): Promise<Run>;
  /** The learning curves that a run left; none when it left none. */
  curvesOf(run: RunName): Promise<Curves>;
}

export function runsOf(context: RegistryContext): Runs {
  const { records } = context.state;
  const findRuns: Runs["findRuns"] = (system, query) => pageOf(records, system, query);
  return {
    findRuns,
    runs: async (system) => (await findRuns(system, { where: [{ path: ["kind"], is: "!=", value: "trial" }] })).runs,
    findRun: (system, id) => runNamed(records, system, id),
    curvesOf: async ({ system, number }) =>
      (await records.collection<Curves>(curvesName(system)).get(String(number)))?.value ?? {},
    startRun: (draft) => change(context, (open) => start(open, draft)),
    endRun: (run, end) => change(context, (open) => finish(open, run, end)),
    addRun: ({ took, of, ...draft }, end) =>
      change(context, async (open) => {
        if (of !== undefined) await inTurn(open.store, of);
        return put(open, await append(open, draft, open.at - took), end);
      }),
    attachToRun: (run, artefacts) =>
      change(context, async ({ store }) => {
        const found = await runAt(store, run);
        const attached: Run = { ...found, artefacts: { ...found.artefacts, ...artefacts } };
        await replace(store, attached);
        return attached;
      }),
    resumeRun: (run) => change(context, (open) => resume(open, run)),
  };
}

function name(system: string): string {
  return `runs/${system}`;
}

function curvesName(system: string): string {
  return `run-curves/${system}`;
}

async function pageOf(store: Store, system: string, query: Query): Promise<RunPage> {
  const { items, total } = await store.collection<StoredRun>(name(system)).find(query);
  return { runs: items.map(({ value }) => readRun(value)), total };
}

/** How many of the newest are named to who asked for one that is not there. */
const NAMED = 20;

async function runNamed(store: Store, system: string, id: string): Promise<Run> {
  const number = Number(/_(\d+)$/.exec(id)?.[1]);
  const found = await runAt(store, { system, id, number });
  return found.id === id ? found : await refuse(store, system, id);
}

async function runAt(store: Store, { system, id, number }: RunName): Promise<Run> {
  const found = await store.collection<StoredRun>(name(system)).get(String(number));
  return found === undefined ? await refuse(store, system, id) : readRun(found.value);
}

async function refuse(store: Store, system: string, id: string): Promise<never> {
  const { runs } = await pageOf(store, system, { descending: true, limit: NAMED });
  throw runUnknown({ id, known: runs.map((run) => run.id).reverse() });
}

async function append({ store, by }: Change, draft: RunDraft, startedAt: number): Promise<Run> {
  const all = series<StoredRun>(store, name(draft.system));
  const run = newRun(draft, { number: (await all.length()) + 1, by, startedAt });
  await all.append(storeRun(run));
  return run;
}

async function start(open: Change, draft: RunDraft): Promise<Run> {
  const { snapshot, seed, why } = draft;
  const run = await append(open, draft, open.at);
  await open.note(run.system, { what: "run.started", subject: run.id, why, facts: { snapshot, seed } });
  return run;
}

/** The run, unless somebody went on with it since. */
async function inTurn(store: Store, of: RunTurn): Promise<Run> {
  const found = await runAt(store, of);
  if (of.turn !== undefined && of.turn !== found.turn) throw runTaken({ id: found.id });
  return found;
}

async function finish(open: Change, of: RunTurn, end: RunEnd): Promise<Run> {
  const found = await inTurn(open.store, of);
  const { id, status, why } = found;
  if (status !== "running") throw runOver({ id, status });
  const run = await put(open, found, end);
  await open.note(of.system, { what: `run.${end.status}`, subject: id, why, facts: { models: end.models } });
  return run;
}

async function put({ store, at }: Change, found: Run, { curves = {}, ...end }: RunEnd): Promise<Run> {
  const run: Run = { ...found, ...end, endedAt: at, took: at - found.startedAt };
  await replace(store, run);
  if (Object.keys(curves).length > 0)
    await store.collection<Curves>(curvesName(run.system)).insert(String(run.number), thinned(curves));
  return run;
}

async function resume(open: Change, of: RunName): Promise<Run> {
  const found = await runAt(open.store, of);
  if (found.status === "finished") throw runOver({ id: found.id, status: found.status });
  const run: Run = { ...found, status: "running", endedAt: null, took: null, facts: {}, turn: found.turn + 1 };
  await replace(open.store, run);
  await open.note(of.system, { what: "run.resumed", subject: run.id, why: run.why });
  return run;
}

/** Only inside a transaction: nobody else writes meanwhile. */
async function replace(store: Store, run: Run): Promise<void> {
  const entries = store.collection<StoredRun>(name(run.system));
  const version = (await entries.get(String(run.number)))?.version ?? 0;
  await entries.compareAndSet(String(run.number), version, storeRun(run));
}
