import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordJobs } from "../../backends/index.ts";
import { virtualClock } from "../../kernel/index.ts";
import type { Jobs } from "../../store/index.ts";
import { every, onQuality, type Retrain } from "../../system/index.ts";
import { advanceLoop } from "./advance-loop.ts";
import { readBook } from "./loop-book.ts";
import { type LoopPlace, openLoopPlace, retrainWith, stepsIn, type World } from "./loop-place.conformance.ts";
import type { LoopSteps } from "./loop-steps.ts";
import { type LoopWorkerOptions, lookAtTriggers, loopWorkers, startLoops, type TriggerFacts } from "./loop-worker.ts";
import { runScheduler, type Work } from "./scheduler.ts";

const HOUR = 3_600_000;

let place: LoopPlace;
let jobs: Jobs;
let world: World;
let facts: TriggerFacts;
beforeEach(async () => {
  place = await openLoopPlace();
  jobs = recordJobs({ records: place.state.records, clock: place.clock });
  world = { made: [] };
  facts = {
    ...{ trainedAt: place.clock.now(), rows: 100, newRows: 0, alarms: [] },
    ...{ objective: { trained: 1, current: 1 }, required: undefined },
  };
});
afterEach(() => place.remove());

const optionsFor = (retrain: Retrain | undefined, steps: LoopSteps = stepsIn(world)): LoopWorkerOptions => ({
  systems: [
    { system: { name: "shop", ...(retrain === undefined ? {} : { retrain }) }, steps, facts: async () => facts },
  ],
  ...{ jobs, records: place.state.records, registry: place.registry, clock: place.clock, lookMs: 300_000 },
});
const loop = async () => (await readBook(place.state.records, "shop")).book.loop;
/** A look at the triggers of a system, in nobody's hands. */
const workOf = (system: string): Work =>
  ({ job: { input: { system } }, signal: new AbortController().signal }) as unknown as Work;
/** Lets so much time pass, in which a scheduler looks after the loop. */
async function live(options: LoopWorkerOptions, ms: number): Promise<void> {
  const end = new AbortController();
  const until = place.clock.now() + ms;
  const sleep = async (wanted: number, signal: AbortSignal): Promise<void> => {
    await pause(1);
    if (!signal.aborted) place.clock.advance(wanted);
    if (place.clock.now() >= until) end.abort();
  };
  await startLoops(options);
  const workers = { ...loopWorkers(options) };
  await runScheduler({ jobs, workers, clock: place.clock, sleep, signal: end.signal, pollMs: 300_000 });
}

describe("the workers of the loop", () => {
  test("begin a loop once a trigger is due, and take it to its end by themselves", async () => {
    const options = optionsFor(retrainWith());
    await live(options, HOUR / 2);
    expect(await loop()).toBeNull();
    facts = { ...facts, newRows: 50 };
    await live(options, HOUR / 2);
    expect(await loop()).toMatchObject({
      ...{ number: 1, by: "alidade", end: { kind: "champion" } },
      why: ["50 outcomes are new, 50 % of the 100 that were learned from"],
    });
    expect(world.made).toHaveLength(6);
  });

  test("say how to repair, keep it with the loop, and remember which loops trained nothing", async () => {
    const options = optionsFor(
      retrainWith({ when: [every("7d"), onQuality()] }),
      stepsIn(world, { train: { look: async () => ({ kind: "next", says: "", facts: { learned: "recalibrated" } }) } }),
    );
    place.clock.advance(HOUR);
    const about = { part: "head", name: "risk" } as const;
    facts = { ...facts, alarms: [{ kind: "calibration.gap", about, at: place.clock.now() - 1, says: "a gap" }] };
    await live(options, HOUR / 2);
    expect(await loop()).toMatchObject({
      repair: { kind: "recalibrate", heads: ["risk"] },
      says: "champion done",
      lines: [
        { what: "retrain.begun", says: expect.stringMatching(/it recalibrates risk first/) },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
    const { book } = await readBook(place.state.records, "shop");
    expect(book.recalibrated).toEqual(book.begun);
    // Seven days after what serves was trained, not after that loop.
    place.clock.advance(7 * 24 * HOUR - 2 * HOUR);
    const [system] = options.systems;
    const look = () => lookAtTriggers(system!, options, new AbortController().signal);
    expect((await look()).why).toEqual([]);
    place.clock.advance(HOUR);
    expect(await look()).toMatchObject({ why: [expect.stringMatching(/every 7d/)], repair: { kind: "train" } });
  });

  test("hear alarms after a clock that was ahead is set back, each once", async () => {
    const retrain = retrainWith({ when: [onQuality()], coolDown: "1h", budget: { perMonth: 9 } });
    const raised = (at: number, says: string) => ({
      ...{ kind: "calibration.gap", about: { part: "head", name: "risk" } as const, at, says },
    });
    const start = place.clock.now();
    place.clock.advance(400 * 24 * HOUR);
    facts = { ...facts, trainedAt: start, alarms: [raised(place.clock.now() - 1, "a gap")] };
    await live(optionsFor(retrain), HOUR / 2);
    expect(await loop()).toMatchObject({ number: 1, end: { kind: "champion" } });
    // This one had its loop; another, while that loop rested, had none.
    facts = { ...facts, alarms: [...facts.alarms, raised(place.clock.now() - 1, "another")] };
    const clock = virtualClock(start + HOUR);
    const options = { ...optionsFor(retrain), clock, jobs: recordJobs({ records: place.state.records, clock }) };
    const look = async () => await loopWorkers(options)["loop.look"](workOf("shop"));
    expect(await look()).toMatchObject({ why: ["calibration.gap: another"], may: { may: false } });
    clock.advance(HOUR);
    expect(await look()).toMatchObject({ why: ["calibration.gap: another"], may: { may: true } });
    await advanceLoop({ ...options, system: "shop", retrain, steps: stepsIn(world), signal: workOf("shop").signal });
    expect(await loop()).toMatchObject({ number: 2, beganAt: clock.now() });
    clock.advance(3 * HOUR);
    expect(await look()).toMatchObject({ why: [] });
    facts = { ...facts, alarms: [...facts.alarms, raised(clock.now() - 1, "a third")] };
    expect(await look()).toMatchObject({ why: ["calibration.gap: a third"] });
  });

  test("learn another calibration from rows since the alarm, as far as a clock that was ahead and is set back can tell", async () => {
    const now = place.clock.now();
    const alarm = (more: object) => ({
      ...{ kind: "calibration.gap", about: { part: "head", name: "risk" } as const, says: "a gap", at: now, ...more },
    });
    const [system] = optionsFor(retrainWith({ when: [onQuality()] })).systems;
    const repairOf = async (...alarms: TriggerFacts["alarms"]) => {
      facts = { ...facts, alarms };
      return (await lookAtTriggers(system!, optionsFor(undefined), new AbortController().signal)).repair;
    };
    const ahead = now + 365 * 24 * HOUR;
    expect(await repairOf(alarm({ at: ahead, since: ahead - HOUR }))).toMatchObject({ since: now - 1 });
    expect(await repairOf(alarm({ at: ahead, since: now - HOUR }))).toMatchObject({ since: now - HOUR });
    expect(await repairOf(alarm({ since: now - HOUR }))).toMatchObject({ since: now - HOUR });
  });

  test("propose, and begin nothing, where the file does not let them", async () => {
    const options = optionsFor(undefined);
    facts = { ...facts, newRows: 50 };
    await live(options, HOUR / 2);
    expect(await loop()).toBeNull();
    const [system] = options.systems;
    expect(await lookAtTriggers(system!, options, new AbortController().signal)).toMatchObject({
      isDeclared: false,
      why: [expect.stringMatching(/50 outcomes/)],
    });
  });

  test("look again at a stage that waits, and go on when it is over", async () => {
    const open = place.clock.now() + HOUR;
    const look = async () =>
      place.clock.now() < open
        ? ({ kind: "wait", says: "too few decisions", againMs: 300_000 } as const)
        : ({ kind: "next", says: "enough" } as const);
    facts = { ...facts, newRows: 50 };
    const options = optionsFor(retrainWith(), stepsIn(world, { canary: { look } }));
    await live(options, HOUR / 2);
    expect(await loop()).toMatchObject({ stage: "canary", says: "too few decisions", end: null });
    await live(options, HOUR);
    expect((await loop())?.end?.kind).toBe("champion");
    expect(new Set(world.made).size).toBe(6);
  });

  test("one after the other, as processes that come and go: nothing is made twice", async () => {
    facts = { ...facts, newRows: 50 };
    for (let i = 0; i < 20; i++) await live(optionsFor(retrainWith()), 20_000);
    expect((await loop())?.end?.kind).toBe("champion");
    expect(new Set(world.made).size).toBe(world.made.length);
  });

  test("two schedulers at once: one loop, each stage made once", async () => {
    facts = { ...facts, newRows: 50 };
    await Promise.all([live(optionsFor(retrainWith()), HOUR / 2), live(optionsFor(retrainWith()), HOUR / 2)]);
    expect(await loop()).toMatchObject({ number: 1, end: { kind: "champion" } });
    expect(new Set(world.made).size).toBe(world.made.length);
    expect(world.made).toHaveLength(6);
  });

  test("leave alone what somebody works at by hand, and go on when that is over", async () => {
    let isTaken = true;
    const [one] = optionsFor(retrainWith()).systems;
    const options = {
      ...optionsFor(retrainWith()),
      systems: [
        {
          ...one!,
          inHand: async <R>(work: () => Promise<R>) =>
            isTaken ? { taken: "process 7 has it" } : { done: await work() },
        },
      ],
    };
    facts = { ...facts, newRows: 50 };
    await live(options, HOUR / 60);
    expect([world.made, (await loop())?.turn]).toEqual([[], 0]);
    isTaken = false;
    await live(options, HOUR / 2);
    expect(await loop()).toMatchObject({ number: 1, end: { kind: "champion" } });
  });

  test("leave few jobs behind", async () => {
    await live(optionsFor(retrainWith()), 2 * HOUR);
    expect((await jobs.list({ status: "waiting" })).length).toBeLessThanOrEqual(2);
    place.clock.advance(8 * 24 * HOUR);
    await live(optionsFor(retrainWith()), 60_000);
    expect((await jobs.list({})).length).toBeLessThan(10);
  });
});
