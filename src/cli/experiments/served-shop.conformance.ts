import { deciderOf } from "../../decide/index.ts";
import { rng, seededIds, type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { type Desk, openDesk, type Ran, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

const DAY = 86_400_000;

/** How customers come. */
export interface Days {
  readonly days: number;
  readonly perDay: number;
  /** What the entities' names begin with. */
  readonly first: string;
  /** How many different ones there are, who come in turn. */
  readonly entities: number;
}

/** A shop at a desk of its own, with a clock that a test moves. */
export interface ServedShop {
  readonly clock: VirtualClock;
  /** Where the system's folder, `shop`, is. */
  readonly folder: string;
  /** Every delay of an answer, in milliseconds. */
  readonly waited: readonly number[];
  run(...argv: readonly string[]): Promise<Ran>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not.
  json(...argv: readonly string[]): Promise<any>;
  inState<T>(work: (registry: Registry, state: State) => Promise<T>): Promise<T>;
  /** A model that says the same for everybody: at 0.9 it acts on all, at 0.1 on none. */
  model(probability: number): Promise<string>;
  /** Serves customers. Who visits often buys, three times in four; the outcome comes a second later. */
  serve(days: Days): Promise<void>;
  remove(): Promise<void>;
}

/** Opens a shop on the first of January 2026. */
export async function openServedShop(): Promise<ServedShop> {
  const desk: Desk = await openDesk();
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
  const inState: ServedShop["inState"] = (work) => desk.inState(clock, work);
  const waited: number[] = [];
  const run: ServedShop["run"] = (...argv) => desk.runWith({ clock }, ...argv);
  return {
    ...{ clock, folder: desk.folder, waited, run, inState },
    json: async (...argv) => JSON.parse((await run(...argv, "--json")).out),
    model: (probability) => inState((registry) => saveModel(registry, probability)),
    serve: (days) => inState((registry, { journal }) => serveDays(days, { registry, journal, clock, waited, desk })),
    remove: () => desk.remove(),
  };
}

async function saveModel(registry: Registry, probability: number): Promise<string> {
  const features = [
    { name: "visits", kind: "number" },
    { name: "channel", kind: "text" },
  ] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const body = { outputs: [probability] };
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return (await registry.saveModel(draft, bytes)).record.id;
}

interface Serving {
  readonly registry: Registry;
  readonly journal: State["journal"];
  readonly clock: VirtualClock;
  readonly waited: number[];
  readonly desk: Desk;
}

async function serveDays({ days, perDay, first, entities }: Days, serving: Serving): Promise<void> {
  const { registry, journal, clock, waited, desk } = serving;
  const { system } = await loadSystem("shop", desk.folder);
  const ids = seededIds(clock.now());
  const wait = async (ms: number): Promise<void> => void waited.push(ms);
  const decider = await deciderOf([system], { registry, journal, clock, ids, stopwatch: () => 0, wait });
  for (let i = 0; i < days * perDay; i++) {
    const random = rng({ seed: 5, unit: i, time: clock.now(), purpose: "shop" });
    const visits = random.integer(10);
    clock.advance(DAY / perDay - 1_000);
    const question = { entity: `${first}${i % entities}`, given: { visits, channel: "web" } };
    const { id } = await decider.decide(system, question);
    clock.advance(1_000);
    const value = random.uniform() < (visits >= 6 ? 0.75 : 0.25);
    await decider.outcome({ decision: id, outcome: "bought", value, at: clock.now(), key: `o-${id}` });
  }
}
