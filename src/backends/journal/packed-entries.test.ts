import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";
import { openDuckDb, sqlText } from "../duckdb.ts";
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

/** Two shapes, of which every fifth is the second, and now and then an outcome, which is too short to be packed. */
function entry(i: number): Envelope {
  const id = `${String(i).padStart(6, "0")}`;
  if (i % 11 === 3) return { v: 1, kind: "outcome", id, at: i, body: { decision: `${i - 1}` } };
  const long = "ü".repeat(600);
  const body = { long, given: { price: i * 1.1 }, features: { price: i * 1.1 }, reasons: [`r${i % 3}`] };
  return { v: 1, kind: "decision", id, at: i, body: i % 5 === 0 ? { ...body, answer: null } : body };
}

const all = (from: number, to: number): Envelope[] => Array.from({ length: to - from }, (_, i) => entry(from + i));

/** Every call a file of its own; nothing is compacted but by the test. */
const options = { segmentBytes: 1, keep: null, threadAfter: 1_000 };

/** In four calls. */
async function appended(journal: Journal, entries: readonly Envelope[]): Promise<void> {
  const share = Math.ceil(entries.length / 4);
  for (let i = 0; i < entries.length; i += share) {
    const some = entries.slice(i, i + share);
    expect(await journal.append(some)).toEqual(some.map(() => "accepted"));
  }
}

async function segments(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^\d+\.db$/.test(name)).sort();
}

function inFile<R>(name: string, work: (database: DatabaseSync) => R): R {
  const database = new DatabaseSync(join(folder, name));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** How many entries of a file are not written out. */
const packedIn = (name: string): number =>
  inFile(name, (database) =>
    Number(database.prepare("SELECT count(*) AS n FROM entries WHERE envelope LIKE '[%'").get()?.n),
  );

test("entries that were packed are read and found in every file that they are in, by whoever opens it", async () => {
  const journal = await sqliteJournal(folder, options);
  await appended(journal, all(0, 400));
  const files = await segments();
  expect(files).toHaveLength(4);
  expect(packedIn(files[3] as string)).toBe(100 - all(300, 400).filter(({ kind }) => kind === "outcome").length);
  const other = await sqliteJournal(folder, options);
  for (const one of [journal, other]) {
    expect((await one.read(null, 1_000)).entries).toStrictEqual(all(0, 400));
    expect((await one.read("200", 1_000, "outcome")).entries).toStrictEqual(
      all(200, 400).filter(({ kind }) => kind === "outcome"),
    );
    expect(await one.find("decision", entry(398).id)).toStrictEqual(entry(398));
  }
  await Promise.all([journal.close(), other.close()]);
});

test("two that write learn on their own, and share the files", async () => {
  const [one, two] = await Promise.all([sqliteJournal(folder, options), sqliteJournal(folder, options)]);
  await Promise.all([appended(one, all(0, 200)), appended(two, all(200, 400))]);
  const found = (await one.read(null, 1_000)).entries.toSorted((a, b) => a.at - b.at);
  expect(found).toStrictEqual(all(0, 400));
  await Promise.all([one.close(), two.close()]);
});

test("compacted, they are plain JSON for whatever reads Parquet", async () => {
  const journal = await sqliteJournal(folder, options);
  await appended(journal, all(0, 300));
  await compact(folder, { keep: 0 });
  expect((await journal.read(null, 1_000)).entries).toStrictEqual(all(0, 300));
  expect(await journal.find("decision", entry(120).id)).toStrictEqual(entry(120));
  const db = await openDuckDb();
  const sql = `SELECT envelope FROM read_parquet(${sqlText(join(folder, "parts", "*.parquet"))}) ORDER BY seq LIMIT 200`;
  const texts: string[] = [];
  for await (const chunk of db.parts(sql)) for (const [text] of chunk.getRows()) texts.push(String(text));
  db.close();
  expect(texts.map((text) => JSON.parse(text) as unknown)).toStrictEqual(all(0, 200));
  await journal.close();
});

test("a file that was begun before entries were packed goes on taking them", async () => {
  const before = await sqliteJournal(folder, { keep: null });
  await appended(before, all(0, 3));
  await before.close();
  inFile((await segments())[0] as string, (database) => database.exec("DROP TABLE forms"));
  const journal = await sqliteJournal(folder, { keep: null });
  expect((await journal.read(null, 10)).entries).toStrictEqual(all(0, 3));
  await appended(journal, all(3, 120));
  expect((await journal.read(null, 1_000)).entries).toStrictEqual(all(0, 120));
  await journal.close();
});

test("an entry without its form is told as damage, and not read as anything", async () => {
  const journal = await sqliteJournal(folder, { keep: null });
  await appended(journal, all(0, 120));
  await journal.close();
  inFile((await segments())[0] as string, (database) => database.exec("DELETE FROM forms"));
  const again = await sqliteJournal(folder, { keep: null });
  await expect(again.read(null, 1_000)).rejects.toMatchObject({ code: "state.corrupt" });
  await again.close();
});
