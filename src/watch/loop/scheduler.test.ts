import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordJobs } from "../../backends/index.ts";
import { type Jobs, leaseLost } from "../../store/index.ts";
import { type LoopPlace, openLoopPlace } from "./loop-place.conformance.ts";
import { type JobProblem, runScheduler, type SchedulerOptions, type Worker } from "./scheduler.ts";

const LEASE = 30_000;

let place: LoopPlace;
let jobs: Jobs;
let problems: JobProblem[];
beforeEach(async () => {
  place = await openLoopPlace();
  jobs = recordJobs({ records: place.state.records, clock: place.clock });
  problems = [];
});
afterEach(() => place.remove());

/** Time passes when somebody sleeps, and for everybody at once: no test waits. */
const sleep: SchedulerOptions["sleep"] = async (ms, signal) => {
  await pause(1);
  if (!signal.aborted) place.clock.advance(ms);
};
const run = async (workers: Record<string, Worker>, more: Partial<SchedulerOptions> = {}) => {
  const end = new AbortController();
  const settled = async (): Promise<void> => {
    const isOpen = async () => (await jobs.list({})).some(({ status }) => status === "waiting" || status === "running");
    while (await isOpen()) await pause(2);
    end.abort();
  };
  const onProblem = (problem: JobProblem) => void problems.push(problem);
  const running = runScheduler({ jobs, workers, clock: place.clock, sleep, signal: end.signal, onProblem, ...more });
  await Promise.all([running, more.signal === undefined ? settled() : undefined]);
};
const add = (key: string, more: object = {}) => jobs.add({ key, kind: "bake", input: key, ...more });

describe("a scheduler", () => {
  test("has every job done in the order of its time, and keeps what came of it", async () => {
    const now = place.clock.now();
    await add("later", { due: now + 60_000 });
    await add("first", { due: now - 5 });
    const done: string[] = [];
    await run({ bake: async ({ job }) => done.push(job.key) }, { concurrency: 1 });
    expect(done).toEqual(["first", "later"]);
    expect(await jobs.get("later")).toMatchObject({ status: "done", result: 2 });
    expect(problems).toEqual([]);
  });

  test("keeps the lease of long work, which therefore nobody else begins", async () => {
    await add("long");
    let begun = 0;
    const bake: Worker = async () => {
      begun++;
      const until = place.clock.now() + 5 * LEASE;
      while (place.clock.now() < until) await pause(1);
    };
    await run({ bake }, { concurrency: 3 });
    expect(begun).toBe(1);
    expect((await jobs.get("long"))?.status).toBe("done");
  });

  test("tries what throws again, with longer pauses, and says so; at last it has failed", async () => {
    await add("bad", { tries: 3 });
    const at: number[] = [];
    await run({
      bake: async () => {
        at.push(place.clock.now());
        throw new RangeError("no flour");
      },
    });
    expect(await jobs.get("bad")).toMatchObject({ status: "failed", tried: 3, why: "no flour" });
    expect(problems.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    const [first = 0, second = 0] = [(at[1] ?? 0) - (at[0] ?? 0), (at[2] ?? 0) - (at[1] ?? 0)];
    expect(first).toBeGreaterThanOrEqual(2_000);
    expect(second).toBeGreaterThanOrEqual(4_000);
    expect(second).toBeLessThan(4_000 * 1.5 + 2_000);
  });

  test("that is told to end puts back what it had, as if it had never been tried", async () => {
    await add("cut");
    const end = new AbortController();
    const bake: Worker = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        end.abort();
      });
    await run({ bake }, { signal: end.signal });
    expect(await jobs.get("cut")).toMatchObject({ status: "waiting", tried: 0 });
    expect(problems).toEqual([]);
  });

  test("whose job another has taken tells the worker to give up, and writes nothing over it", async () => {
    await add("stolen");
    const bake: Worker = async ({ signal, turn }) => {
      if (turn > 1) return "second";
      // The machine slept: the lease is over, and another takes the job.
      place.clock.advance(10 * LEASE);
      const other = await jobs.take(["bake"], LEASE);
      await other?.done("other");
      while (!signal.aborted) await pause(1);
      return "first";
    };
    await run({ bake });
    expect(await jobs.get("stolen")).toMatchObject({ status: "done", result: "other" });
    expect(problems.filter(({ why }) => why.includes(leaseLost.code))).toEqual([]);
  });

  test("beside another on the same state shares the jobs with it", async () => {
    for (let i = 0; i < 10; i++) await add(`job ${i}`);
    const done: string[] = [];
    const bake: Worker = async ({ job }) => {
      await pause(2);
      done.push(job.key);
    };
    await Promise.all([run({ bake }), run({ bake })]);
    expect(done.toSorted()).toEqual(Array.from({ length: 10 }, (_, i) => `job ${i}`).toSorted());
  });

  test("says that the jobs cannot be reached, and goes on once they can", async () => {
    await add("a");
    let broken = 2;
    const moody: Jobs = {
      ...jobs,
      take: async (kinds, leaseMs) => {
        if (broken-- > 0) throw new RangeError("disk");
        return await jobs.take(kinds, leaseMs);
      },
    };
    await run({ bake: async () => 1 }, { jobs: moody });
    expect(problems).toEqual([
      { job: null, why: "disk", isLast: false },
      { job: null, why: "disk", isLast: false },
    ]);
    expect((await jobs.get("a"))?.status).toBe("done");
  });
});
