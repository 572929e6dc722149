import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import type { Collection, Records } from "../../store/index.ts";
import { advanceLoop, beginLoop, type LoopSteps, readBook } from "../../watch/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import type { LocalState } from "../host/host.ts";
import { loadSystem } from "../load-system.ts";
import { type Demand, driftingRows, driftingShop, TURNED, TWICE, USUAL } from "./drifting-shop.conformance.ts";
import { trainStep } from "./learn-steps.ts";
import { type LoopCall, loopCall } from "./loop-call.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
}, 60_000);
afterEach(() => desk.remove());

const clock = virtualClock(Date.UTC(2026, 0, 10));
const run = (...argv: readonly string[]) => desk.runWith({ clock }, ...argv, "--json");

/** A process that dies at its n-th call of anything: before the call has an effect, or after it had. */
function mortal(dies: number) {
  let count = 0;
  const beat = (): void => {
    count++;
    if (count >= dies) throw new RangeError("killed");
  };
  const around =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      beat();
      const result = await call(...given);
      beat();
      return result;
    };
  return { calls: () => count, around };
}

type Mortal = ReturnType<typeof mortal>;

function recordsOf(records: Pick<Records, "collection">, { around }: Mortal): Pick<Records, "collection"> {
  return {
    collection: <T>(name: string): Collection<T> => {
      const real = records.collection<T>(name);
      return { ...real, get: around(real.get), insert: around(real.insert), compareAndSet: around(real.compareAndSet) };
    },
  };
}

const done = async (says: string) => ({ kind: "end", end: "refused", says }) as const;

/** The real way of learning between a snapshot that is there and a gate that ends it, in a process that may die. */
function stepsOf(call: LoopCall, snapshot: string, { around }: Mortal): LoopSteps {
  const { registry, fresh } = call;
  const learning = trainStep({ ...call, fresh: around(fresh), registry: { ...registry, runs: around(registry.runs) } });
  const preview = async () => "";
  const taken = { preview, found: async () => ({ snapshot }), look: async () => ({ kind: "next", says: "" }) as const };
  const over = { preview, look: () => done("enough") };
  return { snapshot: taken, train: learning, gate: over, shadow: over, canary: over, test: over, champion: over };
}

const repair = { kind: "recalibrate", heads: ["bought"], why: "a test" } as const;

/** Runs one loop after another, each killed one call later than the one before, and gives what it came to. */
async function killedEverywhere(demand: Demand, each: Each): Promise<number> {
  await desk.write("shop.mts", driftingShop);
  await desk.write("rows.csv", driftingRows(40, { days: 0, demand: USUAL }));
  await run("train", "shop.mts");
  await desk.write("rows.csv", driftingRows(70, { days: 30, demand }));
  const { snapshot } = JSON.parse((await run("retrain", "snapshot", "shop.mts", "--why", "a test")).out);
  return await desk.inState(clock, (_registry, state) => killedIn(state as LocalState, snapshot, each));
}

type Each = (marks: readonly string[], learned: unknown) => void;

async function killedIn(state: LocalState, snapshot: string, each: Each): Promise<number> {
  const loaded = await loadSystem("shop.mts", desk.folder);
  const fresh = (argv: readonly string[]) => run(...argv);
  const call = loopCall(loaded, { state, backends: async () => presets, clock, cwd: desk.folder, fresh });
  const { registry, retrain } = call;
  const loop = async () => (await readBook(state.records, "shop")).book.loop!;
  const live = async (process: Mortal): Promise<void> => {
    const told = { history: process.around(registry.history), note: process.around(registry.note) };
    const records = recordsOf(state.records, process);
    const steps = stepsOf(call, snapshot, process);
    const deps = {
      system: "shop",
      retrain,
      steps,
      records,
      registry: told,
      clock,
      signal: new AbortController().signal,
    };
    while ((await advanceLoop(deps)).kind !== "idle");
  };
  const born = () =>
    beginLoop(
      { system: "shop", retrain, why: ["a test"], repair, by: "ada", asked: true },
      { records: state.records, clock },
    );
  const judge = async (): Promise<void> => {
    const { number, facts, end } = await loop();
    expect(end).toMatchObject({ kind: "refused", why: "enough" });
    const all = await registryOf({ state, clock, who: "ada" }).runs("shop");
    const marked = all.filter(({ why }) => why.includes(`loop ${number} `));
    expect(marked.every(({ status }) => status === "finished")).toBe(true);
    each(
      marked.map(({ why }) => why.replace(`[shop loop ${number} `, "").replace("]", "")),
      facts.learned,
    );
  };
  await born();
  const whole = mortal(Number.POSITIVE_INFINITY);
  await live(whole);
  await judge();
  for (let dies = 1; dies <= whole.calls(); dies++) {
    await born();
    await expect(live(mortal(dies))).rejects.toThrow("killed");
    await live(mortal(Number.POSITIVE_INFINITY));
    await judge();
  }
  return whole.calls();
}

describe("a recalibrating loop whose process is killed at any of its calls", () => {
  test("recalibrates once, where that is enough", async () => {
    const calls = await killedEverywhere(TWICE, (marks, learned) => {
      expect(marks).toEqual(["recalibrate"]);
      expect(learned).toBe("recalibrated");
    });
    expect(calls).toBeGreaterThan(30);
  }, 300_000);

  test("recalibrates once and trains once, where it is not", async () => {
    const calls = await killedEverywhere(TURNED, (marks, learned) => {
      expect(marks).toEqual(["recalibrate", "train"]);
      expect(learned).toBe("trained");
    });
    expect(calls).toBeGreaterThan(30);
  }, 300_000);
});
