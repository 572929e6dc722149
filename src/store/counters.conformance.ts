import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Counters } from "./counters.ts";

/** A place for counters, and as many openings of it as a test wants: each one stands for another process. */
export interface CountersPlace {
  open(): Promise<Counters>;
  remove(): Promise<void>;
}

const HOUR = 3_600_000;

/** What every implementation of {@link Counters} must do. `shares`: what was taken outlives its opening. */
export function countersConformance(
  name: string,
  makePlace: () => Promise<CountersPlace>,
  { shares }: { readonly shares: boolean },
): void {
  describe(`${name} keeps the promises of counters`, () => {
    let place: CountersPlace;
    let counters: Counters;
    beforeEach(async () => {
      place = await makePlace();
      counters = await place.open();
    });
    afterEach(async () => {
      await counters.close();
      await place.remove();
    });

    test("a window gives its most and no more, and the next one begins anew", async () => {
      const take = (n: number, at: number) => counters.take("calls", { windowMs: HOUR, most: 3, n, at });
      expect(await take(2, 10)).toEqual({ taken: 2, left: 1 });
      expect(await take(0, 20)).toEqual({ taken: 0, left: 1 });
      expect(await take(2, 30)).toEqual({ taken: 1, left: 0 });
      expect(await take(1, HOUR - 1)).toEqual({ taken: 0, left: 0 });
      expect(await take(1, HOUR)).toEqual({ taken: 1, left: 2 });
    });

    test("one is taken where nothing else is said; keys and lengths of windows do not touch each other", async () => {
      expect(await counters.take("a", { windowMs: HOUR, most: 2, at: 0 })).toEqual({ taken: 1, left: 1 });
      expect(await counters.take("b", { windowMs: HOUR, most: 2, at: 0 })).toEqual({ taken: 1, left: 1 });
      expect(await counters.take("a", { windowMs: 2 * HOUR, most: 2, at: 0 })).toEqual({ taken: 1, left: 1 });
    });

    test("a clock that goes backwards gives nothing twice", async () => {
      const at = (now: number) => counters.take("calls", { windowMs: HOUR, most: 1, at: now });
      expect(await at(5 * HOUR)).toEqual({ taken: 1, left: 0 });
      expect(await at(2 * HOUR)).toEqual({ taken: 0, left: 0 });
      expect(await at(6 * HOUR)).toEqual({ taken: 1, left: 0 });
    });

    test("a taker with a name takes once within a window, however often it asks; in the next one it takes again", async () => {
      const take = (by: string, at: number) => counters.take("calls", { windowMs: HOUR, most: 2, at, by });
      expect(await take("a", 0)).toEqual({ taken: 1, left: 1 });
      expect(await take("a", 1)).toEqual({ taken: 1, left: 1 });
      expect(await take("b", 2)).toEqual({ taken: 1, left: 0 });
      expect(await take("c", 3)).toEqual({ taken: 0, left: 0 });
      expect(await take("a", 4)).toEqual({ taken: 1, left: 0 });
      expect(await counters.take("calls", { windowMs: HOUR, most: 2, n: 0, at: 5, by: "a" })).toMatchObject({
        taken: 0,
      });
      expect(await take("a", HOUR)).toEqual({ taken: 1, left: 1 });
      // Of a clock that was set back, the newer window counts, in which it has taken.
      expect(await take("a", 0)).toEqual({ taken: 1, left: 1 });
    });

    test("takers of one name side by side take once together", async () => {
      const other = shares ? await place.open() : counters;
      const takes = Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? counters : other).take("calls", { windowMs: HOUR, most: 9, at: i, by: "a" }),
      );
      for (const { taken } of await Promise.all(takes)) expect(taken).toBe(1);
      expect((await counters.take("calls", { windowMs: HOUR, most: 9, n: 0, at: 0 })).left).toBe(8);
      if (shares) await other.close();
    });

    test("windows that are taken from in one breath give alike: where one has none left, the others keep theirs", async () => {
      const day = { key: "day", windowMs: 24 * HOUR, most: 2 };
      const all = { key: "all", windowMs: HOUR, most: 3 };
      const take = (n: number, by?: string) => {
        const taker = by === undefined ? {} : { by };
        return counters.take("arm", { windowMs: HOUR, most: 9, n, at: 0, with: [day, all], ...taker });
      };
      const left = ({ key, windowMs, most }: typeof day) =>
        counters.take(key, { windowMs, most, n: 0, at: 0 }).then((one) => one.left);
      const each = () => Promise.all([left({ key: "arm", windowMs: HOUR, most: 9 }), left(day), left(all)]);
      expect(await take(1, "a")).toEqual({ taken: 1, left: 1 });
      expect(await take(1, "a")).toEqual({ taken: 1, left: 1 });
      expect(await each()).toEqual([8, 1, 2]);
      expect(await take(2)).toEqual({ taken: 1, left: 0, short: "day" });
      expect(await take(1, "b")).toEqual({ taken: 0, left: 0, short: "day" });
      expect(await each()).toEqual([7, 0, 1]);
      const refused = { windowMs: HOUR, most: 9, at: 0, with: [{ ...all, most: Number.NaN }] };
      await expect(counters.take("arm", refused)).rejects.toMatchObject({ code: "store.take-refused" });
      expect(await each()).toEqual([7, 0, 1]);
    });

    test("a most that shrinks below what was given leaves nothing, and one that grows gives the difference", async () => {
      const most = (value: number) => counters.take("calls", { windowMs: HOUR, most: value, n: 10, at: 0 });
      expect(await most(4)).toEqual({ taken: 4, left: 0 });
      expect(await most(2)).toEqual({ taken: 0, left: 0 });
      expect(await most(7)).toEqual({ taken: 3, left: 0 });
    });

    test("takers side by side get the most together", async () => {
      const other = shares ? await place.open() : counters;
      const takes = Array.from({ length: 300 }, (_, i) =>
        (i % 2 ? counters : other).take("calls", { windowMs: HOUR, most: 200, at: i }),
      );
      expect((await Promise.all(takes)).reduce((sum, { taken }) => sum + taken, 0)).toBe(200);
      if (shares) await other.close();
    });

    test.each([
      { windowMs: 0, most: 1, at: 0 },
      { windowMs: HOUR, most: Number.NaN, at: 0 },
      { windowMs: HOUR, most: 1, at: Number.NaN },
      { windowMs: HOUR, most: 1, n: -1, at: 0 },
      { windowMs: HOUR, most: 1, n: 0.5, at: 0 },
    ])("refuses what is no take: %o", async (take) => {
      await expect(counters.take("calls", take)).rejects.toMatchObject({ code: "store.take-refused" });
    });

    test.skipIf(!shares)("what was taken stays taken after closing and opening again", async () => {
      await counters.take("calls", { windowMs: HOUR, most: 5, n: 4, at: 0 });
      await counters.close();
      counters = await place.open();
      expect(await counters.take("calls", { windowMs: HOUR, most: 5, n: 4, at: 1 })).toEqual({ taken: 1, left: 0 });
    });

    test("closing may be repeated and ends all use", async () => {
      await Promise.all([counters.close(), counters.close()]);
      await expect(counters.take("calls", { windowMs: HOUR, most: 1, at: 0 })).rejects.toMatchObject({
        code: "store.closed",
      });
    });
  });
}
