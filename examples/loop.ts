import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inlineCompute, memoryOnline, openState } from "../src/backends/index.ts";
import { type Client, client } from "../src/client/index.ts";
import { type Row, rowOf, type SourceRef, type Table } from "../src/data/index.ts";
import { deciderOf, loadState, type OnlineDeps, onlineOf, type Replay, replay } from "../src/decide/index.ts";
import { known, randomIds, wallClock } from "../src/kernel/index.ts";
import type { DecisionRecord, Envelope } from "../src/records/index.ts";
import { registryOf } from "../src/registry/index.ts";
import { silentProgress } from "../src/report/index.ts";
import { startServer } from "../src/server/index.ts";
import { onlineEvents, type System } from "../src/system/index.ts";
import { type AnswerRun, type TrainRun, train } from "../src/train/index.ts";

/** The whole loop of one example on simulated data: trained, served over HTTP, asked, told what came of it, replayed. */
export interface Loop<S extends System, R extends TrainRun = AnswerRun> {
  readonly run: R;
  readonly ask: Client<S>;
  /** The receipt of a decision, as the journal keeps it. */
  receipt(id: string): Promise<DecisionRecord>;
  /** Makes a decision again from its receipt. */
  again(id: string): Promise<Replay>;
  /** Everything that was journalled. */
  journal(): Promise<readonly Envelope[]>;
  close(): Promise<void>;
}

/** Trains a system in a state directory of its own, and serves it. With streams there is a table for each path of a source. */
export async function openLoop<S extends System, R extends TrainRun = AnswerRun>(
  system: S,
  data: Table | ReadonlyMap<string, Table>,
): Promise<Loop<S, R>> {
  const directory = await mkdtemp(join(tmpdir(), `alidade-${system.name}-`));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const stopwatch = (): number => performance.now();
  const read = async ({ path }: SourceRef): Promise<Table> =>
    data instanceof Map ? known(data.get(path), `a table for ${path}`) : (data as Table);
  const common = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress };
  const run = (await train(system, { ...common, read, stopwatch, version: "0.0.0" })) as R;
  const ids = randomIds(randomBytes, Date.now);
  // What was known when serving begins; from then on, events are pushed.
  const history: OnlineDeps["history"] = async () => ({ events: await onlineEvents(system, read), position: null });
  const { journal, counters } = state;
  const online = await onlineOf([system], { values: memoryOnline(), journal, clock: wallClock, ids, history });
  const decider = await deciderOf([system], {
    ...{ registry, journal, counters, online, ids, stopwatch },
    clock: wallClock,
  });
  const receipt = async (id: string): Promise<DecisionRecord> => (await journal.find("decision", id)) as DecisionRecord;
  const server = await startServer({ decider, online, port: 0, findDecision: receipt });
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
    journal: async () => (await journal.read(null, 100_000)).entries,
    close: async () => {
      await server.close();
      await online.close();
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
