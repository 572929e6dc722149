import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Query } from "./query.ts";
import type { Collection, Records } from "./records.ts";
import { LARGEST_VALUE } from "./values.ts";

/** A place for records, and as many openings of it as a test wants: each one stands for another process. */
export interface RecordsPlace {
  open(): Promise<Records>;
  remove(): Promise<void>;
}

interface Fruit {
  readonly status: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const FRUIT: readonly (readonly [id: string, Fruit])[] = [
  ["a", { status: "ripe", facts: {} }],
  ["b", { status: "green", facts: { weight: 2 } }],
  ["c", { status: "ripe", facts: { weight: 3 } }],
  ["d", { status: "ripe", facts: { weight: -1.5 } }],
  ["e", { status: "green", facts: { weight: "much" } }],
  ["f", { status: "green", facts: { weight: 2, "a key.with [all] $ sorts": 1 } }],
];

/** What every implementation of {@link Records} must do. */
export function recordsConformance(name: string, makePlace: () => Promise<RecordsPlace>): void {
  describe(`${name} keeps the promises of records`, () => {
    let place: RecordsPlace;
    let records: Records;
    beforeEach(async () => {
      place = await makePlace();
      records = await place.open();
    });
    afterEach(async () => {
      await records.close();
      await place.remove();
    });

    test("what was written is read back, with version 1", async () => {
      const things = records.collection<{ size: number }>("things");
      expect(await things.get("a")).toBeUndefined();
      expect(await things.insert("a", { size: 3 })).toBe(true);
      expect(await things.get("a")).toEqual({ id: "a", version: 1, value: { size: 3 } });
    });

    test("an id is taken once, and the first value stays", async () => {
      const things = records.collection<number>("things");
      await things.insert("a", 1);
      expect(await things.insert("a", 2)).toBe(false);
      expect((await things.get("a"))?.value).toBe(1);
    });

    test("collections do not see each other", async () => {
      await records.collection<number>("one").insert("a", 1);
      expect(await records.collection("two").get("a")).toBeUndefined();
      expect(await records.collection("two").list()).toEqual([]);
    });

    test("a list is in order of insertion, whatever the ids and whatever was changed since", async () => {
      const things = records.collection<number>("things");
      for (const id of ["z", "10", "9", "ä", "a"]) await things.insert(id, 0);
      await things.compareAndSet("z", 1, 1);
      expect((await things.list()).map(({ id }) => id)).toEqual(["z", "10", "9", "ä", "a"]);
    });

    test("what fits all conditions is found, a page at a time, with how many there are", async () => {
      const runs = records.collection<Fruit>("fruit");
      for (const [id, value] of FRUIT) await runs.insert(id, value);
      await records.collection("other").insert("x", FRUIT[0]?.[1]);
      const found = async (query: Query) => (await runs.find(query)).items.map(({ id }) => id);
      expect(await runs.find({})).toEqual({ items: await runs.list(), total: 6 });
      expect(await found({ where: [{ path: ["status"], is: "=", value: "ripe" }] })).toEqual(["a", "c", "d"]);
      const heavy = { path: ["facts", "weight"], is: ">=", value: 2 } as const;
      expect(await runs.find({ where: [heavy], limit: 1, offset: 1, descending: true })).toEqual({
        items: [{ id: "c", version: 1, value: FRUIT[2]?.[1] }],
        total: 3,
      });
      expect(await found({ where: [heavy, { path: ["status"], is: "!=", value: "ripe" }] })).toEqual(["b", "f"]);
      expect(await found({ where: [{ path: ["facts", "weight"], is: "!=", value: 2 }] })).toEqual(["a", "c", "d", "e"]);
      expect(await found({ where: [{ path: ["facts", "weight"], is: ">", value: "m" }] })).toEqual(["e"]);
      expect(await found({ where: [{ path: ["facts", "a key.with [all] $ sorts"], is: "=", value: 1 }] })).toEqual([
        "f",
      ]);
      expect(await found({ where: [{ path: ["status"], is: "=", value: "'; DROP TABLE records; --" }] })).toEqual([]);
      expect(await found({ offset: 9 })).toEqual([]);
    });

    test("found values are sorted by a member: numbers, then texts, then those without it; the order of insertion settles ties", async () => {
      const runs = records.collection<Fruit>("fruit");
      for (const [id, value] of FRUIT) await runs.insert(id, value);
      const sorted = async (descending: boolean) =>
        (await runs.find({ sort: { path: ["facts", "weight"] }, descending })).items.map(({ id }) => id);
      expect(await sorted(false)).toEqual(["d", "b", "f", "c", "e", "a"]);
      expect(await sorted(true)).toEqual(["e", "c", "f", "b", "d", "a"]);
      await runs.compareAndSet("d", 1, { status: "ripe", facts: { weight: 50 } });
      expect(await sorted(true)).toEqual(["e", "d", "c", "f", "b", "a"]);
    });

    test.each([[[]], [[""]], [['a"b']], [["a'b"]], [["a\\b"]], [["a", "\u0000"]]])(
      "a path such as %j is refused, and nothing happens",
      async (path) => {
        const query = { where: [{ path, is: "=", value: 1 }] } as const;
        await expect(records.collection("things").find(query)).rejects.toMatchObject({ code: "store.path-refused" });
      },
    );

    test("a transaction finds its own writes", async () => {
      const seen = await records.transaction(async (inside) => {
        await inside.collection("things").insert("a", { status: "new" });
        const mine = await inside.collection("things").find({ where: [{ path: ["status"], is: "=", value: "new" }] });
        return [mine.total, (await records.collection("things").find({})).total];
      });
      expect(seen).toEqual([1, 0]);
    });

    test("a change needs the stored version", async () => {
      const things = records.collection<string>("things");
      expect(await things.compareAndSet("a", 1, "x")).toBe(false);
      await things.insert("a", "first");
      expect(await things.compareAndSet("a", 2, "x")).toBe(false);
      expect(await things.compareAndSet("a", 1, "second")).toBe(true);
      expect(await things.compareAndSet("a", 1, "third")).toBe(false);
      expect(await things.get("a")).toEqual({ id: "a", version: 2, value: "second" });
    });

    test("unicode, special numbers and deep values come back as they were", async () => {
      const value = {
        "größe 📏": ["\u0000", "e\u0301", '"\\', "\u2028"],
        n: [-0, Number.NaN, Infinity, 1e-320],
        d: [[[{}]]],
      };
      await records.collection("things").insert("ключ/ 鍵'", value);
      expect((await records.collection("things").get("ключ/ 鍵'"))?.value).toStrictEqual(value);
    });

    test("a value of 4 MiB fits, a larger one is refused and nothing is changed", async () => {
      const things = records.collection<string>("things");
      const largest = "x".repeat(LARGEST_VALUE - 2);
      expect(await things.insert("large", largest)).toBe(true);
      expect((await things.get("large"))?.value).toBe(largest);
      await expect(things.insert("larger", `${largest}x`)).rejects.toMatchObject({ code: "store.value-too-large" });
      await expect(things.compareAndSet("large", 1, `${largest}x`)).rejects.toMatchObject({
        code: "store.value-too-large",
      });
      expect((await things.list()).map(({ id, version }) => [id, version])).toEqual([["large", 1]]);
    });

    test("40 increments side by side lose none, in one process", async () => {
      const counters = records.collection<number>("counters");
      await counters.insert("hits", 0);
      await Promise.all(Array.from({ length: 40 }, () => increment(counters)));
      expect((await counters.get("hits"))?.value).toBe(40);
    });

    test("increments through two openings lose none", async () => {
      const other = await place.open();
      await records.collection<number>("counters").insert("hits", 0);
      const both = [records, other].flatMap((opening) => Array.from({ length: 20 }, () => opening));
      await Promise.all(both.map((opening) => increment(opening.collection<number>("counters"))));
      expect((await other.collection("counters").get("hits"))?.value).toBe(40);
      await other.close();
    });

    test("transactions side by side, each reading and writing, lose nothing", async () => {
      const other = await place.open();
      await records.collection<number>("counters").insert("hits", 0);
      const addOne = (opening: Records) =>
        opening.transaction(async (inside) => {
          const counters = inside.collection<number>("counters");
          const hits = (await counters.get("hits"))!;
          await pause();
          expect(await counters.compareAndSet("hits", hits.version, hits.value + 1)).toBe(true);
        });
      await Promise.all([records, other, records, other, records, other].map(addOne));
      expect((await records.collection("counters").get("hits"))?.value).toBe(6);
      await other.close();
    });

    test("a transaction that rejects leaves nothing, and its error comes through", async () => {
      const things = records.collection<number>("things");
      await things.insert("a", 1);
      const failing = records.transaction(async (inside) => {
        await inside.collection<number>("things").compareAndSet("a", 1, 2);
        await inside.collection<number>("things").insert("b", 2);
        await pause();
        throw new RangeError("no");
      });
      await expect(failing).rejects.toThrow(RangeError);
      expect(await things.list()).toEqual([{ id: "a", version: 1, value: 1 }]);
      expect(await things.insert("b", 3)).toBe(true);
    });

    test("a transaction sees its own writes; nobody else does until it is kept", async () => {
      const seen: unknown[] = [];
      const result = await records.transaction(async (inside) => {
        await inside.collection("things").insert("a", 1);
        seen.push((await inside.collection("things").get("a"))?.value, await inside.collection("things").list());
        seen.push(await records.collection("things").get("a"));
        return "done";
      });
      expect(seen).toEqual([1, [{ id: "a", version: 1, value: 1 }], undefined]);
      expect(result).toBe("done");
      expect((await records.collection("things").get("a"))?.value).toBe(1);
    });

    test("a write past its own transaction is refused instead of waiting forever", async () => {
      const past = records.transaction(async () => records.collection("things").insert("a", 1));
      await expect(past).rejects.toMatchObject({ code: "store.transaction-nested" });
      const nested = records.transaction(() => records.transaction(async () => 1));
      await expect(nested).rejects.toMatchObject({ code: "store.transaction-nested" });
    });

    test("what a transaction handed out cannot be used afterwards", async () => {
      const kept = await records.transaction(async (inside) => inside.collection("things"));
      await expect(kept.insert("a", 1)).rejects.toMatchObject({ code: "store.transaction-over" });
    });

    test("what was written is there after closing and opening again", async () => {
      await records.transaction((inside) => inside.collection("things").insert("a", "kept"));
      await records.close();
      records = await place.open();
      expect((await records.collection("things").get("a"))?.value).toBe("kept");
    });

    test("closing waits for what has begun, may be repeated, and ends all use", async () => {
      const things = records.collection<number>("things");
      const begun = things.insert("a", 1);
      await Promise.all([records.close(), records.close()]);
      await records.close();
      expect(await begun).toBe(true);
      await expect(things.get("a")).rejects.toMatchObject({ code: "store.closed" });
      await expect(things.insert("b", 1)).rejects.toMatchObject({ code: "store.closed" });
      await expect(records.transaction(async () => 1)).rejects.toMatchObject({ code: "store.closed" });
    });
  });
}

async function increment(counters: Collection<number>): Promise<void> {
  for (;;) {
    const hits = (await counters.get("hits"))!;
    if (await counters.compareAndSet("hits", hits.version, hits.value + 1)) return;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
