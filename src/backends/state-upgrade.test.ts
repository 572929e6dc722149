import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../records/index.ts";
import { encodeValue } from "../store/index.ts";
import { compact } from "./journal/compact.ts";
import { emptyDirectory, type Place } from "./places.conformance.ts";
import { openState } from "./state-directory.ts";

let place: Place;
let home: string;
let old: DatabaseSync;

const entry = (id: string): Envelope => ({ v: 1, kind: "decision", id, at: 7, body: { id, odd: Number.NaN } });

/** A statement of format 1, as the code of that time wrote it. */
const INSERT = "INSERT INTO entries (kind, id, envelope) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
const insertOld = (id: string) => old.prepare(INSERT).run("decision", id, encodeValue(entry(id)));

/** A state of format 1 that a process of that time still has open. */
beforeEach(async () => {
  place = await emptyDirectory();
  home = place.path(".alidade");
  await mkdir(join(home, "blobs"), { recursive: true });
  await writeFile(join(home, "format.json"), `${JSON.stringify({ format: 1 })}\n`);
  old = new DatabaseSync(join(home, "journal.db"));
  old.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;");
  old.exec(`CREATE TABLE IF NOT EXISTS entries (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, envelope TEXT NOT NULL, UNIQUE (kind, id))`);
  for (const id of ["a", "b", "c"]) insertOld(id);
});
afterEach(async () => {
  old.close();
  await place.remove();
});

const opening = () => openState(home, { create: false });

describe("a state of format 1", () => {
  test("is brought up to date by being opened, and loses nothing: entries, keys and cursors", async () => {
    const { journal, close } = await opening();
    expect(JSON.parse(await readFile(join(home, "format.json"), "utf8"))).toEqual({ format: 3 });
    expect((await journal.read(null, 10)).entries).toStrictEqual(["a", "b", "c"].map(entry));
    expect(await journal.append([entry("b"), entry("d")])).toEqual(["known", "accepted"]);
    expect((await journal.read("2", 10)).entries).toStrictEqual(["c", "d"].map(entry));
    expect(await journal.find("decision", "a")).toStrictEqual(entry("a"));
    await close();
  });

  test("refuses the older process that still has it open, which therefore acknowledges nothing", async () => {
    await (await opening()).close();
    expect(() => insertOld("late")).toThrow("sealed by a newer Alidade");
  });

  test("is compacted like any other closed file", async () => {
    const state = await opening();
    old.close();
    expect(await compact(join(home, "journal"), { keep: 0 })).toBe(true);
    expect((await state.journal.read(null, 10)).entries).toStrictEqual(["a", "b", "c"].map(entry));
    expect(await state.journal.append([entry("a")])).toEqual(["known"]);
    await expect(readFile(join(home, "journal.db"))).rejects.toMatchObject({ code: "ENOENT" });
    await state.close();
    old = new DatabaseSync(":memory:");
  });

  test("opened by many at once, and after an upgrade that was cut short, is one and the same", async () => {
    await (await opening()).close();
    // As if the process had died between sealing and the new format.
    await writeFile(join(home, "format.json"), `${JSON.stringify({ format: 1 })}\n`);
    const states = await Promise.all(Array.from({ length: 8 }, opening));
    await Promise.all(states.map(({ journal }, i) => journal.append([entry(`n${i % 4}`)])));
    expect((await states[0]!.journal.read(null, 100)).entries).toHaveLength(7);
    await Promise.all(states.map(({ close }) => close()));
  });

  test("without a journal gets one", async () => {
    const bare = place.path("bare");
    await mkdir(bare);
    await writeFile(join(bare, "format.json"), '{"format":1}');
    const state = await openState(bare, { create: false });
    expect(await state.journal.append([entry("a")])).toEqual(["accepted"]);
    await state.close();
  });
});

test("the key of decision ids is made once, for the owner alone, and outlives the process", async () => {
  const [one, two] = await Promise.all([opening(), opening()]);
  const id = one.ids.next("dec");
  expect([one.ids.recognises(id), two.ids.recognises(id), two.ids.recognises(id.toUpperCase())]).toEqual([
    true,
    true,
    false,
  ]);
  await Promise.all([one.close(), two.close()]);
  const again = await opening();
  expect(again.ids.recognises(id)).toBe(true);
  await again.close();
});
