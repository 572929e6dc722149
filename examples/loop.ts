import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inlineCompute, openState } from "../src/backends/index.ts";
import { type Client, client } from "../src/client/index.ts";
import { type Row, rowOf, type Table } from "../src/data/index.ts";
import { deciderOf, loadState, type Replay, replay } from "../src/decide/index.ts";
import { randomIds, wallClock } from "../src/kernel/index.ts";
import type { DecisionRecord, Envelope } from "../src/records/index.ts";
import { registryOf } from "../src/registry/index.ts";
import { silentProgress } from "../src/report/index.ts";
import { startServer } from "../src/server/index.ts";
import type { System } from "../src/system/index.ts";
import { type AnswerRun, train } from "../src/train/index.ts";

/** The whole loop of one example on simulated data: trained, served over HTTP, asked, told what came of it, replayed. */
export interface Loop<S extends System> {
  readonly run: AnswerRun;
  readonly ask: Client<S>;
  /** The receipt of a decision, as the journal keeps it. */
  receipt(id: string): Promise<DecisionRecord>;
  /** Makes a decision again from its receipt. */
  again(id: string): Promise<Replay>;
  /** Everything that was journalled. */
  journal(): Promise<readonly Envelope[]>;
  close(): Promise<void>;
}

/** Trains a system on a table in a state directory of its own, and serves it. */
export async function openLoop<S extends System>(system: S, table: Table): Promise<Loop<S>> {
  const directory = await mkdtemp(join(tmpdir(), `alidade-${system.name}-`));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const stopwatch = (): number => performance.now();
  const read = async (): Promise<Table> => table;
  const common = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress };
  const run = (await train(system, { ...common, read, stopwatch, version: "0.0.0" })) as AnswerRun;
  const ids = randomIds(randomBytes, Date.now);
  const decider = await deciderOf([system], { registry, journal: state.journal, clock: wallClock, ids, stopwatch });
  const receipt = async (id: string): Promise<DecisionRecord> =>
    (await state.journal.find("decision", id)) as DecisionRecord;
  const server = await startServer({ decider, port: 0, findDecision: receipt });
  return {
    run,
    ask: client<S>(server.url),
    receipt,
    again: async (id) => {
      const record = await receipt(id);
      const plan = (await registry.planHistory(system.name)).find((one) => one.id === record.body.plan);
      if (plan === undefined) throw new Error(`no plan ${record.body.plan}`);
      return replay(record, await loadState(system, plan, { registry }));
    },
    journal: async () => (await state.journal.read(null, 100_000)).entries,
    close: async () => {
      await server.close();
      await state.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Every row of a table as a plain object. */
export function rowsOf(table: Table): readonly Row[] {
  return Array.from({ length: table.rows }, (_, row) => rowOf(table, row));
}

/** Some members of a row: what is known of it before the decision. */
export function knownBefore<const Name extends string>(row: Row, names: readonly Name[]): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null])) as Pick<Row, Name>;
}

/** Asks about one after the other, as one caller would. */
export async function inTurn<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}
