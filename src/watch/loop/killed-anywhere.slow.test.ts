import { afterEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import type { HistoryEvent, Registry } from "../../registry/index.ts";
import type { Collection, Records } from "../../store/index.ts";
import { LOOP_STAGES } from "../../system/index.ts";
import { advanceLoop } from "./advance-loop.ts";
import { beginLoop } from "./begin-loop.ts";
import { readBook } from "./loop-book.ts";
import { openLoopPlace, retrainWith, stepsIn, type World } from "./loop-place.conformance.ts";
import type { LoopStep, LoopSteps } from "./loop-steps.ts";

/** A process that dies at its n-th call of anything: before the call has an effect, or after it had. */
function mortal(dies: number): {
  calls(): number;
  around<A extends unknown[], R>(call: (...given: A) => Promise<R>): (...given: A) => Promise<R>;
} {
  let count = 0;
  const beat = (): void => {
    count++;
    if (count >= dies) throw new RangeError("killed");
  };
  return {
    calls: () => count,
    around:
      (call) =>
      async (...given) => {
        beat();
        const result = await call(...given);
        beat();
        return result;
      },
  };
}

type Mortal = ReturnType<typeof mortal>;

function stepsOf(world: World, { around }: Mortal): LoopSteps {
  const all = Object.entries(stepsIn(world)).map(([stage, { preview, found, make, look }]): [string, LoopStep] => [
    stage,
    {
      ...{ preview, look: around(look) },
      ...(found === undefined ? {} : { found: around(found) }),
      ...(make === undefined ? {} : { make: around(make) }),
    },
  ]);
  return Object.fromEntries(all) as LoopSteps;
}

function recordsOf(records: Pick<Records, "collection">, { around }: Mortal): Pick<Records, "collection"> {
  return {
    collection: <T>(name: string): Collection<T> => {
      const real = records.collection<T>(name);
      return { ...real, get: around(real.get), insert: around(real.insert), compareAndSet: around(real.compareAndSet) };
    },
  };
}

let remove: (() => Promise<void>) | undefined;
afterEach(async () => await remove?.());

describe("a loop whose process is killed at any of its calls", () => {
  test("is gone on with by the next process: every stage is made once, every line told once", async () => {
    const place = await openLoopPlace();
    remove = place.remove;
    const { records } = place.state;
    const live = async (system: string, world: World, process: Mortal): Promise<void> => {
      const told: Pick<Registry, "history" | "note"> = place.registry;
      const deps = {
        ...{ system, retrain: retrainWith(), clock: virtualClock(1_000), signal: new AbortController().signal },
        ...{ records: recordsOf(records, process), steps: stepsOf(world, process) },
        registry: { history: process.around(told.history), note: process.around(told.note) },
      };
      while ((await advanceLoop(deps)).kind !== "idle");
    };
    const born = (system: string) =>
      beginLoop(
        { system, retrain: retrainWith(), why: ["a test"], by: "alidade", asked: false },
        { records, clock: virtualClock(1_000) },
      );
    const whole = mortal(Number.POSITIVE_INFINITY);
    await born("whole");
    await live("whole", { made: [] }, whole);
    expect(whole.calls()).toBeGreaterThan(100);
    const lines = (events: readonly HistoryEvent[]) => events.map(({ what, why }) => `${what} ${why}`);
    const usual = lines(await place.registry.history("whole"));
    for (let dies = 1; dies <= whole.calls(); dies++) {
      const system = `dies-${dies}`;
      const world: World = { made: [] };
      await born(system);
      await expect(live(system, world, mortal(dies))).rejects.toThrow("killed");
      await live(system, world, mortal(Number.POSITIVE_INFINITY));
      const stages = LOOP_STAGES.filter((stage) => stage !== "gate");
      expect(world.made).toEqual(stages.map((stage) => `[${system} loop 1 ${stage}]`));
      expect(lines(await place.registry.history(system))).toEqual(usual);
      expect((await readBook(records, system)).book.loop?.end?.kind).toBe("champion");
    }
  }, 60_000);
});
