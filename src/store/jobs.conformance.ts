import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../kernel/index.ts";
import type { JobDraft, Jobs, Lease } from "./jobs.ts";

/** A place for jobs, and as many openings of it as a test wants: each one stands for another process. */
export interface JobsPlace {
  open(clock: Clock): Promise<{ readonly jobs: Jobs; close(): Promise<void> }>;
  remove(): Promise<void>;
}

const LEASE = 30_000;
const HOUR = 3_600_000;
const KINDS = ["bake"];
const NOON = 43_200_000;

/** What every implementation of {@link Jobs} must do. */
export function jobsConformance(name: string, makePlace: () => Promise<JobsPlace>): void {
  describe(`${name} keeps the promises of jobs`, () => {
    let place: JobsPlace;
    let jobs: Jobs;
    let now: number;
    let closing: (() => Promise<void>)[];
    const open = async (clock: Clock = { now: () => now }): Promise<Jobs> => {
      const opened = await place.open(clock);
      closing.push(opened.close);
      return opened.jobs;
    };
    const add = (key: string, more: Partial<JobDraft> = {}) => jobs.add({ key, kind: "bake", input: { key }, ...more });
    const take = async (from = jobs): Promise<Lease> => (await from.take(KINDS, LEASE))!;
    beforeEach(async () => {
      now = NOON;
      closing = [];
      place = await makePlace();
      jobs = await open();
    });
    afterEach(async () => {
      for (const close of closing) await close();
      await place.remove();
    });

    test("a job is added once, done once, and tells what came of it", async () => {
      expect(await add("a")).toBe(true);
      expect(await add("a", { input: "other" })).toBe(false);
      const lease = await take();
      expect(lease.job).toMatchObject({ key: "a", input: { key: "a" }, status: "running", tried: 1, tries: 5 });
      expect(await take()).toBeUndefined();
      now += 5;
      await lease.done({ loaves: 2 });
      expect(await jobs.get("a")).toMatchObject({
        status: "done",
        result: { loaves: 2 },
        endedAt: NOON + 5,
        why: null,
      });
      expect(await take()).toBeUndefined();
      expect(await add("a")).toBe(false);
    });

    test("the job that is due longest comes first, none before its time, and of the asked kinds alone", async () => {
      await add("late", { due: NOON + HOUR });
      await add("second", { due: NOON - 1 });
      await add("first", { due: NOON - 2 });
      await add("other", { kind: "brew", due: 0 });
      expect([(await take()).job.key, (await take()).job.key]).toEqual(["first", "second"]);
      expect(await take()).toBeUndefined();
      expect(await jobs.nextDue(["bake", "boil"])).toBe(NOON + LEASE);
      now = NOON + HOUR;
      expect((await jobs.take(["brew", "bake"], LEASE))?.job.key).toBe("other");
    });

    test("what a killed worker had is taken after its lease, with what it noted, and its own calls change nothing", async () => {
      await add("a");
      const lost = await take();
      await lost.note({ baked: 1 });
      now += LEASE - 1;
      expect(await take()).toBeUndefined();
      now += 1;
      const next = await take(await open());
      expect(next.job).toMatchObject({ progress: { baked: 1 }, tried: 2 });
      expect(next.turn).toBe(lost.turn + 1);
      const late = [lost.renew(), lost.note(1), lost.done(1), lost.failed("x", 0), lost.release()];
      for (const call of late) await expect(call).rejects.toMatchObject({ code: "store.lease-lost" });
      await next.done("fresh");
      expect((await jobs.get("a"))?.result).toBe("fresh");
    });

    test("a lease that has run out and that nobody took is still its worker's", async () => {
      await add("a");
      const lease = await take();
      now += 2 * LEASE;
      await lease.renew();
      expect(await take()).toBeUndefined();
      await lease.done(1);
      await expect(lease.renew()).rejects.toMatchObject({ code: "store.lease-lost" });
    });

    test("what fails is tried again after its time, and not more often than it may be", async () => {
      await add("a", { tries: 2 });
      await (await take()).failed("no flour", 1_000);
      expect(await jobs.get("a")).toMatchObject({ status: "waiting", tried: 1, why: "no flour", due: NOON + 1_000 });
      expect(await take()).toBeUndefined();
      now += 1_000;
      await (await take()).failed("no oven", 1_000);
      expect(await jobs.get("a")).toMatchObject({ status: "failed", tried: 2, why: "no oven", endedAt: now });
    });

    test("a job that loses every worker ends instead of being tried for ever", async () => {
      await add("a", { tries: 2 });
      for (const _ of [1, 2]) {
        expect((await take()).job.key).toBe("a");
        now += LEASE;
      }
      expect(await take()).toBeUndefined();
      expect(await jobs.get("a")).toMatchObject({ status: "failed", why: expect.stringMatching(/never came back/) });
    });

    test("one that is put back does not count as tried", async () => {
      await add("a", { tries: 1 });
      await (await take()).release();
      expect(await jobs.get("a")).toMatchObject({ status: "waiting", tried: 0 });
      await (await take()).done(1);
    });

    test("jobs of one group are done one after the other, also when their worker was lost", async () => {
      await add("a", { group: "shop", due: 1 });
      await add("b", { group: "shop", due: 2 });
      await add("c", { due: 3 });
      const first = await take();
      expect([first.job.key, (await take()).job.key]).toEqual(["a", "c"]);
      expect(await take()).toBeUndefined();
      expect(await jobs.nextDue(KINDS)).toBe(NOON + LEASE);
      await first.done(1);
      expect(await jobs.nextDue(KINDS)).toBe(2);
      expect((await take()).job.key).toBe("b");
      now += LEASE;
      expect((await take()).job.key).toBe("b");
    });

    test("whoever sleeps is told when to look again", async () => {
      expect(await jobs.nextDue(KINDS)).toBeUndefined();
      await add("a", { due: NOON + HOUR });
      expect(await jobs.nextDue(KINDS)).toBe(NOON + HOUR);
      await add("b");
      expect(await jobs.nextDue(KINDS)).toBe(NOON);
      expect(await jobs.nextDue(["brew"])).toBeUndefined();
    });

    test("a clock that was set back holds nothing up", async () => {
      await add("held");
      await take();
      await add("waiting", { due: NOON + HOUR });
      now = NOON - 24 * HOUR;
      const keys = [(await take()).job.key, (await take()).job.key];
      expect(keys.toSorted()).toEqual(["held", "waiting"]);
      expect(await take()).toBeUndefined();
    });

    test("a clock that leaps ahead ends leases, and the fence keeps the work of both apart", async () => {
      await add("a");
      const early = await take();
      now += 24 * HOUR;
      const late = await take();
      await expect(early.done("early")).rejects.toMatchObject({ code: "store.lease-lost" });
      await late.done("late");
      expect((await jobs.get("a"))?.result).toBe("late");
    });

    test("twelve jobs and four takers at once: each job has one taker", async () => {
      const others = [jobs, await open(), await open(), await open()];
      for (let i = 0; i < 12; i++) await add(`job ${i}`, i < 6 ? { group: `group ${i}` } : {});
      const taken = await Promise.all(
        others.map(async (one) => {
          const keys: string[] = [];
          for (;;) {
            const lease = await one.take(KINDS, LEASE);
            if (lease === undefined) return keys;
            keys.push(lease.job.key);
            await lease.done(keys.length);
          }
        }),
      );
      expect(taken.flat().toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `job ${i}`).toSorted());
    });

    test("one key that several add at once is one job", async () => {
      const others = [jobs, await open(), await open()];
      const draft: JobDraft = { key: "a", kind: "bake", input: null };
      const added = await Promise.all(others.flatMap((one) => [one.add(draft), one.add(draft)]));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await jobs.list({})).toHaveLength(1);
    });

    test("what ended is forgotten, and only that; its key may come again", async () => {
      await add("old");
      const lease = await take();
      await lease.done(1);
      await add("young", { due: NOON + 1 });
      now += HOUR;
      expect(await jobs.forget(NOON)).toBe(0);
      expect(await jobs.forget(NOON + 1)).toBe(1);
      expect(await jobs.get("old")).toBeUndefined();
      expect((await jobs.list({})).map(({ key }) => key)).toEqual(["young"]);
      expect(await add("old")).toBe(true);
      await expect(lease.renew()).rejects.toMatchObject({ code: "store.lease-lost" });
      expect((await jobs.take(KINDS, LEASE))?.job.key).toBe("young");
      expect((await take()).turn).toBeGreaterThan(lease.turn);
    });

    test("jobs are listed by kind and status, oldest first, so many of them", async () => {
      for (const key of ["z", "y", "x"]) {
        await add(key);
        now++;
      }
      await (await take()).done(1);
      await add("w", { kind: "brew" });
      const keys = async (of: Parameters<Jobs["list"]>[0]) => (await jobs.list(of)).map(({ key }) => key);
      expect(await keys({})).toEqual(["z", "y", "x", "w"]);
      expect(await keys({ kind: "bake", status: "waiting" })).toEqual(["y", "x"]);
      expect(await keys({ status: "done" })).toEqual(["z"]);
      expect(await keys({ limit: 1 })).toEqual(["z"]);
    });

    test.each<[string, Partial<JobDraft>]>([
      ["no key", { key: "" }],
      ["no kind", { kind: "" }],
      ["a due time that is none", { due: Number.NaN }],
      ["no try", { tries: 0 }],
      ["half a try", { tries: 1.5 }],
      ["an input of more than 64 KiB", { input: "x".repeat(65_536) }],
    ])("a job with %s is refused", async (_what, wrong) => {
      await expect(add("a", wrong)).rejects.toMatchObject({ code: "store.job-refused" });
      expect(await jobs.list({})).toEqual([]);
    });
  });
}
