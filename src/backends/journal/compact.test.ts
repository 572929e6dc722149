import { readdir, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";
import { emptyDirectory, type Place } from "../places.conformance.ts";
import { sqliteJournal } from "../sqlite-journal.ts";
import { compact } from "./compact.ts";

let place: Place;
let folder: string;
beforeEach(async () => {
  place = await emptyDirectory();
  folder = place.path("journal");
});
afterEach(() => place.remove());

const KINDS = ["decision", "outcome", "event"];
const entry = (i: number): Envelope => ({
  v: 1,
  kind: KINDS[i % 3] ?? "",
  id: `${(i * 7_919) % 10_007}`,
  at: i,
  body: { i, text: `größe ${i} "'\n\u0000📏`, odd: Number.NaN },
});
const entries = Array.from({ length: 300 }, (_, i) => entry(i));

/** Every call a segment of its own; nothing is compacted but by the test. */
const options = { segmentBytes: 1, keep: null };
/** Entries of a segment: six segments in all. */
const SEGMENT = 50;

interface Filling {
  readonly keep?: number | null;
  readonly each?: number;
}

async function filled({ keep = null, each = SEGMENT }: Filling = {}): Promise<Journal> {
  const journal = await sqliteJournal(folder, { ...options, keep });
  for (let i = 0; i < entries.length; i += each) await journal.append(entries.slice(i, i + each));
  return journal;
}

async function allIn(
  journal: Journal,
  { limit, kind }: { limit: number; kind?: string },
): Promise<readonly Envelope[]> {
  const found: Envelope[] = [];
  for (let from: string | null = null; ; ) {
    const page: Awaited<ReturnType<Journal["read"]>> = await journal.read(from, limit, kind);
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    found.push(...page.entries);
    if (page.entries.length < limit) return found;
    from = page.next;
  }
}

async function expectWhole(journal: Journal): Promise<void> {
  expect(await allIn(journal, { limit: 70 })).toStrictEqual(entries);
  const outcomes = entries.filter(({ kind }) => kind === "outcome");
  expect(await allIn(journal, { limit: 33, kind: "outcome" })).toStrictEqual(outcomes);
  for (const i of [0, 49, 50, 137, 299])
    expect(await journal.find(entry(i).kind, entry(i).id)).toStrictEqual(entries[i]);
  expect(await journal.find("decision", "nobody")).toBeUndefined();
}

const files = async (ending: string, under = folder): Promise<readonly string[]> =>
  (await readdir(under)).filter((name) => name.endsWith(ending) && /^\d/.test(name)).sort();

describe("a journal whose files were closed", () => {
  test("reads and finds the same before, between and after compaction, in one order", async () => {
    const journal = await filled();
    await expectWhole(journal);
    const middle = (await journal.read(null, 110)).next;
    for (const keep of [4, 2, 0]) {
      expect(await compact(folder, { keep })).toBe(true);
      await expectWhole(journal);
      expect((await journal.read(middle, 1)).entries).toStrictEqual([entries[110]]);
      const other = await sqliteJournal(folder, options);
      await expectWhole(other);
      await other.close();
    }
    expect(await files(".db")).toHaveLength(1);
    await journal.close();
  });

  test("knows every key again, whether closed, indexed or compacted", async () => {
    const journal = await filled();
    for (const keep of [6, 3, 0]) {
      expect(await journal.append(entries)).toEqual(entries.map(() => "known"));
      await compact(folder, { keep });
      expect(await journal.append([...entries, entry(10_000 + keep)])).toEqual([
        ...entries.map(() => "known"),
        "accepted",
      ]);
    }
    const other = await sqliteJournal(folder, options);
    expect(await other.append(entries)).toEqual(entries.map(() => "known"));
    expect(await allIn(other, { limit: 1_000 })).toHaveLength(303);
    await Promise.all([journal.close(), other.close()]);
  });

  test("goes on where it stopped when everything was compacted", async () => {
    await (await filled()).close();
    await compact(folder, { keep: 0 });
    const journal = await sqliteJournal(folder, options);
    const { next } = await journal.read(null, 1_000);
    expect(await journal.append([entry(9_000)])).toEqual(["accepted"]);
    expect((await journal.read(next, 10)).entries).toStrictEqual([entry(9_000)]);
    await journal.close();
  });

  test("is read back the same before and after compaction", async () => {
    const journal = await filled();
    const backwards = async (): Promise<readonly Envelope[]> => {
      const pages: (readonly Envelope[])[] = [];
      let cursor: string | null = null;
      for (
        let page = await journal.readBack(cursor, 40);
        page.next !== cursor;
        page = await journal.readBack(cursor, 40)
      ) {
        pages.unshift(page.entries);
        cursor = page.next;
      }
      return pages.flat();
    };
    for (const keep of [6, 3, 0]) {
      await compact(folder, { keep });
      expect(await backwards()).toStrictEqual(entries);
    }
    await journal.close();
    const other = await sqliteJournal(folder, options);
    expect((await other.readBack(null, 3)).entries).toStrictEqual(entries.slice(-3));
    await other.close();
  });

  test("is worked up by one process at a time", async () => {
    const journal = await filled();
    const done = await Promise.all([compact(folder, { keep: 0 }), compact(folder, { keep: 0 })]);
    expect(done.sort()).toEqual([false, true]);
    await expectWhole(journal);
    await journal.close();
  });

  test("forgets what an interrupted compaction left", async () => {
    const journal = await filled();
    await compact(folder, { keep: 5 });
    await writeFile(place.path("journal/parts/9.draft"), "half a fi");
    await writeFile(place.path("journal/parts/000000000000051-000000000000100.parquet"), "not recorded");
    await compact(folder, { keep: 3 });
    expect(await readdir(place.path("journal/parts"))).not.toContain("9.draft");
    await expectWhole(journal);
    await journal.close();
  });

  test("says so when a compacted file was damaged", async () => {
    const journal = await filled();
    await compact(folder, { keep: 0 });
    const [name = ""] = await files(".parquet", place.path("journal/parts"));
    await writeFile(place.path(`journal/parts/${name}`), "damaged");
    await expect(journal.read(null, 10)).rejects.toMatchObject({ code: "state.corrupt" });
    await journal.close();
  });
});

test("an age closes a file as well as a size", async () => {
  const journal = await sqliteJournal(folder, { segmentAge: 0, keep: null });
  await journal.append([entry(0)]);
  await journal.append([entry(1)]);
  expect(await files(".db")).toHaveLength(2);
  await journal.close();
});

/** Until few files are left: for long, because whoever compacts waits for its turn on a busy machine. */
const untilFewer = (than: number): Promise<unknown> =>
  expect.poll(() => files(".db").then(({ length }) => length), { timeout: 55_000, interval: 20 }).toBeLessThan(than);

test("closed files are compacted in the background, by a process of its own", async () => {
  const journal = await filled({ keep: 1, each: 100 });
  await untilFewer(3);
  await expectWhole(journal);
  await journal.close();
});

test("what an earlier process left closed is compacted once a thread writes", async () => {
  await (await filled({ each: 100 })).close();
  const journal = await sqliteJournal(folder, { threadAfter: 0, keep: 1 });
  expect(await journal.append([entry(0)])).toEqual(["known"]);
  await untilFewer(3);
  await expectWhole(journal);
  await journal.close();
});
