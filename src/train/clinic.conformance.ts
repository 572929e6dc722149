import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { inlineCompute, openState } from "../backends/index.ts";
import { type Contract, contract, csv, flag, number, type RawTable, tableOf, text, time } from "../data/index.ts";
import type { FlagExpression } from "../features/index.ts";
import { rng, type VirtualClock, virtualClock } from "../kernel/index.ts";
import { assumed, moneySaved, unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { type Registry, registryOf } from "../registry/index.ts";
import { silentProgress } from "../report/index.ts";
import type { State } from "../store/index.ts";
import { type ActingSystem, binary, type LearnerRef, on, type SystemDefinition } from "../system/index.ts";
import { type TrainDeps, train } from "./run/train.ts";
import type { ActRun, AnswerRun } from "./run/train-run.ts";

/** What is remembered of a visit. `billed` is written afterwards for most of those who come back: a planted leak. */
export const visits = contract({
  patient: number({ integer: true }),
  day: time({ format: "milliseconds" }),
  visits: number({ min: 0, max: 100 }),
  age: number(),
  ward: text({ values: ["north", "south"] }),
  billed: number({ missing: 1 }),
  called: flag({ known: "after" }),
  back: flag({ known: "after", missing: 1 }),
}) satisfies Contract;

const h = on(visits);
const features = h.features((r) => ({ visits: r.visits, age: r.age, ward: r.ward, sum: r.age.plus(r.visits) }));

interface ClinicOptions {
  /** Money of a prevented return. */
  readonly price?: number;
  readonly stated?: boolean;
  readonly heads?: boolean;
  readonly byTime?: boolean;
  readonly changedByActing?: boolean;
  readonly learner?: LearnerRef;
  readonly yesWeight?: number;
  readonly capacity?: number;
  readonly rule?: (f: typeof features) => FlagExpression;
  readonly folds?: number;
  readonly holdback?: number;
}

/** A clinic that calls the patients most likely to come back. */
export function clinic(options: ClinicOptions = {}): ActingSystem {
  const { price = 1_900, stated = true, heads = true, byTime = false, changedByActing = true } = options;
  const objective = {
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 250_000,
    by: "2027-06-30",
    currency: "USD",
    payoff: { call: { yes: price, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { call: 60 },
    effect: assumed(0.2, [0.05, 0.4]),
    asked: "care management",
    approves: ["clinical lead"],
  } as const;
  const base = {
    name: "clinic",
    source: csv("visits.csv"),
    entity: "patient",
    objective: stated ? objective : unstated({ act: "call", otherwise: "skip" }),
    outcomes: {
      back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing, acted: (r) => r.called }),
    },
    features,
    rule: options.rule ?? ((f: typeof features) => f.visits.atLeast(3)),
    policy: actIf({ threshold: stated ? "from-payoff" : 0.5, capacity: { share: options.capacity ?? 0.2 } }),
    slices: ["ward"],
    evaluation: { folds: options.folds ?? 3 },
    holdback: options.holdback ?? 0.05,
    ...(byTime ? { time: "day" as const } : {}),
  } as const;
  if (!heads) return h.system({ ...base, heads: {}, weights: {} }) as ActingSystem;
  const learner = options.learner ?? { learner: "logistic" as const, params: {} };
  const { yesWeight } = options;
  const risk = binary({ label: "back", learner, ...(yesWeight === undefined ? {} : { yesWeight }) });
  return h.system({ ...base, heads: { risk }, weights: { risk: { start: 1, min: 0, max: 2 } } }) as ActingSystem;
}

const DAY = 86_400_000;

interface History {
  readonly rows?: number;
  readonly seed?: number;
  /** Share of those who come back for whom `billed` is filled in. Default: none. */
  readonly leak?: number;
  /** Share of visits after which somebody called. */
  readonly called?: number;
  readonly unlabelled?: number;
  /** Rows with an age that is not one, to be set aside. */
  readonly broken?: number;
}

/** Visits of patients who come back the likelier the more visits they had and the older they are. Two visits in three are of a patient met before. */
export function simulatedVisits(history: History = {}): RawTable {
  const { rows = 3_000, seed = 7, leak = 0, called = 0, unlabelled = 0, broken = 0 } = history;
  const draws = rng({ seed, purpose: "clinic" });
  const table = tableOf(
    {
      patient: "number",
      day: "number",
      visits: "number",
      age: "number",
      ward: "text",
      billed: "number",
      called: "flag",
      back: "flag",
    },
    Array.from({ length: rows }, (_, row) => {
      const [seen, age] = [draws.integer(6), 20 + draws.integer(60)];
      const back = draws.uniform() < 1 / (1 + Math.exp(5.2 - 0.6 * seen - 0.04 * age));
      return {
        patient: Math.floor(row / 3) * 3 + draws.integer(2),
        day: DAY * (20_000 + draws.integer(700)),
        visits: row < broken ? 1_000 : seen,
        age,
        ward: draws.uniform() < 0.5 ? "north" : "south",
        billed: back && draws.uniform() < leak ? 100 + draws.integer(900) : null,
        called: draws.uniform() < called,
        back: draws.uniform() < unlabelled ? null : back,
      };
    }),
  );
  return { rows, columns: table.columns };
}

/** A state directory of a test's own, and training in it. */
export interface Bench {
  readonly state: State;
  readonly registry: Registry;
  readonly clock: VirtualClock;
  run(system: ActingSystem, table: RawTable, deps?: Partial<TrainDeps>): Promise<ActRun>;
  /** The same for a system that answers. */
  answer(system: SystemDefinition, table: RawTable): Promise<AnswerRun>;
}

const open: (() => Promise<void>)[] = [];

/** Opens a new bench; it is gone after the test. */
export async function openBench(): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-clinic-"));
  const state = await openState(directory, { create: true });
  open.push(async () => {
    await state.close();
    await rm(directory, { recursive: true });
  });
  const clock = virtualClock(0);
  const registry = registryOf({ state, clock, who: "test" });
  let ticks = 0;
  const common = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0.0.0" };
  const stopwatch = (): number => ticks++ / 1000;
  return {
    state,
    registry,
    clock,
    answer: async (system, table) =>
      (await train(system, { ...common, stopwatch, read: async () => table })) as AnswerRun,
    run: async (system, table, deps = {}) =>
      (await train(system, {
        ...common,
        stopwatch,
        read: async () => table,
        ...deps,
      })) as ActRun,
  };
}

/** To be called once by every test file that opens a bench. */
export function closeBenches(): void {
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
}
