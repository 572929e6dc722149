/**
 * `npm run bench:serve -- in-process`: microseconds of CPU that a decision takes in process by three heads of 100 trees, from
 * the question to the receipt; what it takes to make it durable is not counted.
 */
import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
import { decideOne, deciderOf, onlineOf } from "../../src/decide/index.ts";
import { randomIds, wallClock } from "../../src/kernel/index.ts";
import { onlineValues, openState } from "../../src/presets.ts";
import { registryOf } from "../../src/registry/index.ts";
import type { Journal, State } from "../../src/store/index.ts";
import type { SystemDefinition } from "../../src/system/index.ts";
import type { Line } from "../frame/benchmark.ts";
import { median } from "../frame/median.ts";
import { runPart } from "./part.ts";
import { makeData, type Question, readQuestions } from "./systems/data.ts";
import { type SystemName, systemFile, trainedState } from "./systems/states.ts";

const GROUP = 64;

/** Takes everything and keeps nothing. */
const nothing: Journal = {
  append: async (entries) => entries.map(() => "accepted" as const),
  read: async (from) => ({ entries: [], next: from ?? "" }),
  readBack: async (upTo) => ({ entries: [], next: upTo ?? "" }),
  find: async () => undefined,
  close: async () => undefined,
};

async function load(name: SystemName): Promise<SystemDefinition> {
  const module = (await import(pathToFileURL(systemFile(name)).href)) as { readonly default: SystemDefinition };
  return module.default;
}

/** Microseconds of CPU of this process an ask, the collector's among them; the first asks, while code is compiled, aside. */
async function cpuOf(count: number, ask: (n: number) => unknown): Promise<number> {
  const times = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += GROUP) await Promise.all(Array.from({ length: GROUP }, (_, i) => ask(n + i)));
  };
  await times(0, count / 2);
  const before = process.cpuUsage();
  await times(0, count);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

interface Opened {
  readonly state: State;
  readonly pure: (n: number) => unknown;
  readonly whole: (n: number) => Promise<unknown>;
}

/** What asks the core alone, and what asks a decider; with the online view, where the system declares streams. */
async function open(name: SystemName, folder: string, questions: readonly Question[]): Promise<Opened> {
  const system = await load(name);
  const state = await openState(await trainedState(name, folder), { create: false });
  const registry = registryOf({ state, clock: wallClock, who: "bench" });
  const ids = randomIds(randomBytes, Date.now);
  const parts = { clock: wallClock, ids };
  const hasStreams = Object.keys(system.streams).length > 0;
  const online = hasStreams
    ? await onlineOf([system], { ...parts, values: await onlineValues(state), journal: state.journal })
    : undefined;
  const stopwatch = (): number => performance.now();
  const decider = await deciderOf([system], { ...parts, registry, online, stopwatch, journal: nothing });
  const serving = decider.serving(system.name);
  if (serving === undefined) throw new Error(`${name} is not served`);
  const at = (n: number): Question => questions[n % questions.length] as Question;
  return {
    state,
    pure: (n) => {
      const { entity, given } = at(n);
      return decideOne(serving, { id: `dec_${n}`, entity: String(entity), given });
    },
    whole: (n) => decider.decide(system, at(n)),
  };
}

const about = "CPU of a decision in process by three heads of 100 trees, durability not counted";
await runPart({ name: "in-process", about }, async ({ runs, quick, folder }) => {
  const count = quick ? 12_800 : 64_000;
  const measured = async (ask: (n: number) => unknown): Promise<number> => {
    const found: number[] = [];
    for (let run = 0; run < runs; run++) found.push(await cpuOf(count, ask));
    return median(found);
  };
  await makeData(Date.now());
  const questions = readQuestions();
  const plain = await open("plain", folder, questions);
  const line = (what: string, value: number, target?: Line["target"]): Line => ({
    what,
    value,
    unit: "µs",
    ...(target === undefined ? {} : { target }),
  });
  const lines = [line("from question to receipt alone", await measured(plain.pure))];
  lines.push(line("by a decider, from what is given", await measured(plain.whole), { below: 25 }));
  await plain.state.close();
  const offers = await open("offers", folder, questions);
  lines.push(line("by a decider, with 20 windows", await measured(offers.whole), { below: 25 }));
  await offers.state.close();
  return {
    lines,
    notes: [`${count} decisions, ${GROUP} under way at a time; the journal takes them and keeps nothing.`],
  };
});
