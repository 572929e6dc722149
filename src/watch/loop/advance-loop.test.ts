import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { LOOP_STAGES, type Retrain } from "../../system/index.ts";
import { type AdvanceDeps, type Advanced, advanceLoop } from "./advance-loop.ts";
import { beginLoop, MOST_FAILURES, mayBegin } from "./begin-loop.ts";
import { bookNoting } from "./book-as-of.ts";
import { approveLoop, resumeLoops, stopLoop } from "./command-loop.ts";
import { type LoopBook, spentOf } from "./loop.ts";
import { readBook, writeBook } from "./loop-book.ts";
import { type LoopPlace, openLoopPlace, retrainWith, stepsIn, type World } from "./loop-place.conformance.ts";
import type { StepGiven } from "./loop-steps.ts";
import { loopSymptoms } from "./loop-symptoms.ts";

const DAY = 86_400_000;
const SYSTEM = "shop";
const MAKING = LOOP_STAGES.filter((stage) => stage !== "gate");

let place: LoopPlace;
let world: World;
beforeEach(async () => {
  place = await openLoopPlace();
  world = { made: [] };
});
afterEach(() => place.remove());

const begin = (retrain: Retrain = retrainWith(), asked = true) =>
  beginLoop({ system: SYSTEM, retrain, why: ["a test"], by: "ada", asked }, deps());
const deps = (more: Partial<AdvanceDeps> = {}): AdvanceDeps => ({
  ...{ system: SYSTEM, retrain: retrainWith(), steps: stepsIn(world), clock: place.clock },
  ...{ records: place.state.records, registry: place.registry, signal: new AbortController().signal },
  ...more,
});
const book = async () => (await readBook(place.state.records, SYSTEM)).book;
/** Until it ends, or waits. */
async function drive(more: Partial<AdvanceDeps> = {}): Promise<Advanced> {
  for (;;) {
    const advanced = await advanceLoop(deps(more));
    if (advanced.kind !== "moved") return advanced;
  }
}
const told = async () => (await place.registry.history(SYSTEM)).map(({ what }) => what);

describe("a loop", () => {
  test("goes from a trigger to a champion, stage by stage, and the history tells it", async () => {
    await begin();
    expect(await drive()).toEqual({ kind: "ended", end: "champion", says: "champion done" });
    expect(world.made).toEqual(MAKING.map((stage) => `[shop loop 1 ${stage}]`));
    const stages = LOOP_STAGES.slice(0, -1).map((stage) => `retrain.${stage}`);
    expect(await told()).toEqual(["retrain.begun", ...stages, "retrain.ended"]);
    const last = (await place.registry.history(SYSTEM)).at(-1);
    expect(last).toMatchObject({ by: "alidade", subject: "loop_shop_1", facts: { by: "ada", release: "rel_1" } });
    expect(await drive()).toEqual({ kind: "idle" });
  });

  test("waits as long as a stage does, and makes it once", async () => {
    let waits = 3;
    const look = async () =>
      waits-- > 0
        ? ({ kind: "wait", says: "too few decisions", againMs: 5 } as const)
        : ({ kind: "next", says: "enough" } as const);
    const steps = stepsIn(world, { shadow: { look } });
    await begin();
    for (const _ of [1, 2, 3]) expect(await drive({ steps })).toMatchObject({ kind: "waits", againMs: 5 });
    expect(await drive({ steps })).toMatchObject({ kind: "ended" });
    expect(world.made.filter((mark) => mark.includes("shadow"))).toHaveLength(1);
  });

  test.each(["refused", "rolled-back", "fell-back", "superseded", "unproven"] as const)(
    "that is %s ends there, and nothing after it is made",
    async (end) => {
      const look = async () => ({ kind: "end", end, says: "so it is" }) as const;
      await begin();
      expect(await drive({ steps: stepsIn(world, { gate: { look } }) })).toMatchObject({ kind: "ended", end });
      expect(world.made).toHaveLength(2);
      expect((await book()).failures).toBe(0);
    },
  );

  test("may end while it makes something, as when a check says no", async () => {
    const make = async () => ({ kind: "end", end: "refused", says: "cannot be served" }) as const;
    await begin();
    expect(await drive({ steps: stepsIn(world, { shadow: { make } }) })).toMatchObject({ end: "refused" });
  });

  test("asks for a person's word where the file says so, and goes on with it", async () => {
    const retrain = retrainWith({ approval: { before: "canary" } });
    await begin();
    const waiting = await drive({ retrain });
    expect(waiting).toMatchObject({ kind: "waits", says: expect.stringMatching(/waits for boss to say yes .*canary/) });
    expect(world.made.some((mark) => mark.includes("canary"))).toBe(false);
    expect(loopSymptoms(await book())).toMatchObject([{ kind: "retrain.asked" }]);
    const say = (by: string) => approveLoop(deps(), { retrain, by, who: "ada" });
    await expect(say("bos")).rejects.toMatchObject({ code: "watch.nothing-to-approve" });
    await say("Boss");
    await expect(say("boss")).rejects.toMatchObject({ code: "watch.nothing-to-approve" });
    expect(await drive({ retrain })).toMatchObject({ end: "champion" });
    expect(await told()).toEqual(expect.arrayContaining(["retrain.asked", "retrain.approved"]));
  });

  test("is tried again where a stage fails, and fails with the third time", async () => {
    let times = 0;
    const make = async () => {
      times++;
      throw new RangeError("no memory");
    };
    const steps = stepsIn(world, { train: { make } });
    await begin();
    for (const _ of [1, 2]) expect(await drive({ steps })).toMatchObject({ kind: "waits" });
    expect(await drive({ steps })).toMatchObject({
      kind: "ended",
      end: "failed",
      says: expect.stringMatching(/3 times: no memory/),
    });
    expect(times).toBe(3);
    expect(loopSymptoms(await book())).toMatchObject([{ kind: "retrain.failed" }]);
  });

  test("whose stage loses its process again and again does not go on for ever", async () => {
    const dead = new AbortController();
    dead.abort(new RangeError("killed"));
    await begin();
    const steps = stepsIn(world, { snapshot: { make: () => Promise.reject(dead.signal.reason) } });
    for (let i = 0; i < 100; i++) await expect(drive({ steps, signal: dead.signal })).rejects.toThrow("killed");
    expect(await drive()).toMatchObject({ end: "failed", says: expect.stringMatching(/lost its process 100 times/) });
  });

  test("that somebody stops ends where it is, and none begins until somebody asks", async () => {
    await begin();
    await drive({ steps: stepsIn(world, { canary: { look: async () => ({ kind: "wait", says: "", againMs: 1 }) } }) });
    await stopLoop(deps(), "the boss said so");
    expect((await book()).loop?.end).toMatchObject({ kind: "stopped", why: "the boss said so" });
    expect(await drive()).toEqual({ kind: "idle" });
    expect(await told()).toContain("retrain.stopped");
    place.clock.advance(90 * DAY);
    expect(await begin(retrainWith(), false)).toMatchObject({ may: false, why: expect.stringMatching(/stopped/) });
    expect(await resumeLoops(deps())).toBe(true);
    expect(await begin(retrainWith(), false)).toEqual({ may: true });
  });
});

describe("two at once", () => {
  test("begin one loop", async () => {
    const both = await Promise.allSettled([begin(), begin()]);
    expect((await book()).loop?.number).toBe(1);
    expect(both.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
  });

  test("who was overtaken while he made something writes nothing more", async () => {
    const slow = stepsIn(world, {
      snapshot: {
        make: async ({ mark }) => {
          world.made.push(mark);
          await drive();
          return { snapshot: "of the one who was overtaken" };
        },
      },
    });
    await begin();
    await expect(drive({ steps: slow })).rejects.toMatchObject({ code: "watch.loop-overtaken" });
    expect((await book()).loop).toMatchObject({ end: { kind: "champion" }, facts: { snapshot: "snp" } });
    expect(new Set(world.made).size).toBe(world.made.length);
  });
});

describe("how often loops begin", () => {
  const end = async () => {
    await drive();
  };

  test("not before the cool-down is over, and not more often than the month's budget", async () => {
    const retrain = retrainWith({ coolDown: "2d", budget: { perMonth: 2 } });
    expect(await begin(retrain, false)).toEqual({ may: true });
    expect(await begin(retrain, true)).toMatchObject({ may: false, why: "loop 1 is under way" });
    await end();
    place.clock.advance(2 * DAY - 1);
    expect(await begin(retrain, false)).toMatchObject({ may: false, why: expect.stringMatching(/rests until/) });
    place.clock.advance(1);
    expect(await begin(retrain, false)).toEqual({ may: true });
    await end();
    place.clock.advance(3 * DAY);
    const third = await begin(retrain, false);
    expect(third).toMatchObject({ may: false, why: expect.stringMatching(/2 of 2 loops a month/) });
    expect(await begin(retrain, true)).toEqual({ may: true });
    await end();
    place.clock.advance(31 * DAY);
    expect(await begin(retrain, false)).toEqual({ may: true });
  });

  test("a clock that was ahead and is set back: a stage under way is told when it began as far as that clock can tell", async () => {
    const begins: (number | null)[] = [];
    const look = async ({ loop }: StepGiven) => {
      begins.push(loop.intendedAt);
      return { kind: "wait", says: "too young", againMs: 5 } as const;
    };
    const steps = stepsIn(world, { test: { look } });
    await begin();
    await drive({ steps });
    const now = place.clock.now();
    const back = virtualClock(now - 365 * DAY);
    await drive({ steps, clock: back });
    back.advance(DAY);
    await drive({ steps, clock: back });
    const first = begins[1] ?? Number.NaN;
    expect(begins).toEqual([now, first, first]);
    expect(first).toBeLessThan(now - 365 * DAY);
    expect(first).toBeCloseTo(now - 365 * DAY, -2);
    // What is kept is as it was, for a clock that goes forth again.
    expect((await book()).loop).toMatchObject({ intendedAt: now, stage: "test" });
  });

  test("after five failures in a row never, until somebody asks; what failed is no part of the budget", async () => {
    const retrain = retrainWith({ budget: { perMonth: 1 } });
    const steps = stepsIn(world, { snapshot: { make: () => Promise.reject(new RangeError("no disk")) } });
    for (let i = 1; i <= MOST_FAILURES; i++) {
      expect(await begin(retrain, false)).toEqual({ may: true });
      for (const _ of [1, 2, 3]) await drive({ steps });
      expect(await begin(retrain, false)).toMatchObject({ may: false });
      place.clock.advance(DAY);
    }
    expect(await begin(retrain, false)).toMatchObject({ why: expect.stringMatching(/5 retrainings failed in a row/) });
    expect(loopSymptoms(await book())).toMatchObject([{ kind: "retrain.stopped", isBreach: true }]);
    expect((await told()).filter((what) => what === "retrain.stopped")).toHaveLength(1);
    expect(await begin(retrain, true)).toEqual({ may: true });
    expect(await drive()).toMatchObject({ end: "champion" });
    expect(await book()).toMatchObject({ failures: 0, stopped: null });
  });

  test("what learned nothing new is no part of the month's budget, and is the last loop all the same", async () => {
    const retrain = retrainWith({ coolDown: "2d", budget: { perMonth: 1 } });
    const train = { make: async () => ({ models: ["mdl_1"], isKnown: true }) };
    const gate = { look: async () => ({ kind: "end", end: "refused", says: "it serves already" }) as const };
    expect(await begin(retrain, false)).toEqual({ may: true });
    await drive({ steps: stepsIn(world, { train, gate }) });
    const [beganAt] = (await book()).begun;
    expect(await book()).toMatchObject({ begun: [beganAt], learnedNothing: [beganAt] });
    expect(spentOf(await book(), place.clock.now())).toEqual([]);
    expect(await begin(retrain, false)).toMatchObject({ may: false, why: expect.stringMatching(/rests until/) });
    place.clock.advance(2 * DAY);
    expect(await begin(retrain, false)).toEqual({ may: true });
    // One whose models were there before and then serve is a loop like any other.
    await drive({ steps: stepsIn(world, { train }) });
    place.clock.advance(2 * DAY);
    expect(await begin(retrain, false)).toMatchObject({
      may: false,
      why: expect.stringMatching(/1 of 1 loops a month/),
    });
    expect(await book()).toMatchObject({ learnedNothing: [beganAt] });
  });

  test("a clock that was ahead and is set back: what it began rests its own length from then on, and stays spent", async () => {
    const retrain = retrainWith({ coolDown: "1h", budget: { perMonth: 1 } });
    await begin(retrain, false);
    await end();
    const now = place.clock.now() - 365 * DAY;
    const back = virtualClock(now);
    const HOUR = DAY / 24;
    // Nobody has noted it yet: as of every moment the rest begins then.
    const may = (at: number, kept: LoopBook) => mayBegin(kept, retrain, { now: at, asked: false });
    expect(may(now, await book())).toMatchObject({ may: false, from: expect.closeTo(now + HOUR, -2) });
    const noted = bookNoting(await book(), now);
    expect(noted.begun).toEqual((await book()).begun);
    expect(may(now + HOUR / 2, noted)).toMatchObject({ from: expect.closeTo(now + HOUR, -2) });
    expect(may(now + HOUR, noted)).toMatchObject({ from: expect.closeTo(now + 30 * DAY, -2) });
    expect(spentOf(noted, now)).toHaveLength(1);
    expect(may(now + 30 * DAY, noted)).toEqual({ may: true });
    // Forth again all is as it was, and what began meanwhile counts as well.
    expect(bookNoting(noted, place.clock.now())).toEqual(await book());
    expect(may(place.clock.now(), noted)).toMatchObject({ may: false, from: expect.any(Number) });
    // One that begins then is told from those of the future, and is the last.
    const { records } = place.state;
    const held = await readBook(records, SYSTEM);
    await writeBook(records, held, noted);
    back.advance(30 * DAY);
    const order = { system: SYSTEM, retrain, why: ["a test"], by: "alidade", asked: false };
    expect(await beginLoop(order, { records, clock: back })).toEqual({ may: true });
    expect((await book()).begun.at(-1)).toBe(back.now());
    expect(may(back.now() + 2 * DAY, { ...(await book()), loop: null })).toMatchObject({ may: false });
  });
});
