import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyDirectory, type Place } from "./places.conformance.ts";
import { type LocalState, openState } from "./state-directory.ts";
import { openStateToRead } from "./state-to-read.ts";

let place: Place;
let home: string;
beforeEach(async () => {
  place = await emptyDirectory();
  home = place.path(".alidade");
});
afterEach(() => place.remove());

const code = (name: string) => expect.objectContaining({ code: name });
const decision = (id: string) => ({ v: 1, kind: "decision", id, at: 0, body: { id } }) as const;
const everything = async () => (await readdir(home, { recursive: true })).sort();

async function filled(): Promise<LocalState> {
  const state = await openState(home, { create: true });
  await state.records.collection("things").insert("a", { held: 1 });
  await state.blobs.put("a", new Uint8Array([1]));
  await state.journal.append([decision("dec_1"), decision("dec_2")]);
  return state;
}

/** What is seen of a state. */
async function seenIn(state: Pick<LocalState, "records" | "journal" | "blobs">): Promise<unknown> {
  return {
    records: await state.records.collection("things").list(),
    found: await state.records.collection("things").find({ limit: 5 }),
    blob: await state.blobs.get("a"),
    journal: (await state.journal.read(null, 10)).entries,
    entry: await state.journal.find("decision", "dec_2"),
  };
}

describe("a state that may only be read", () => {
  test("shows what is in it, as whoever may write it sees it, and nothing is left there", async () => {
    const state = await filled();
    const seen = await seenIn(state);
    const known = state.ids.next("dec");
    await state.close();
    const before = await everything();
    const only = await openStateToRead(home);
    expect(await seenIn(only)).toEqual(seen);
    expect([only.ids.recognises(known), only.ids.recognises("dec_1")]).toEqual([true, false]);
    await only.close();
    await only.close();
    expect(await everything()).toEqual(before);
  });

  test("is read while another process writes it, what came last too", async () => {
    const state = await filled();
    expect(existsSync(`${home}/records.db-wal`)).toBe(true);
    const only = await openStateToRead(home);
    expect(await seenIn(only)).toEqual(await seenIn(state));
    await state.records.collection("things").insert("b", { held: 2 });
    await state.journal.append([decision("dec_3")]);
    expect(await seenIn(only)).toEqual(await seenIn(state));
    await only.close();
    await state.close();
  });

  test("refuses every change", async () => {
    await (await filled()).close();
    const only = await openStateToRead(home);
    const things = only.records.collection("things");
    const refused = code("state.not-writable");
    await expect(things.insert("b", 1)).rejects.toEqual(refused);
    await expect(things.compareAndSet("a", 1, 1)).rejects.toEqual(refused);
    await expect(only.records.transaction(async () => 1)).rejects.toEqual(refused);
    await expect(only.journal.append([decision("dec_9")])).rejects.toEqual(refused);
    expect(() => only.ids.next("dec")).toThrow(refused);
    expect(() => only.connect()).toThrow(refused);
    await only.close();
  });

  test("says so where it was left in the middle, as a copy of one that somebody wrote", async () => {
    const state = await filled();
    const copy = place.path("copy");
    await cp(home, copy, { recursive: true });
    await state.close();
    await rm(`${copy}/records.db-shm`);
    await expect(openStateToRead(copy)).rejects.toEqual(code("state.unsettled"));
  });

  test("is no reason to open one that may be written otherwise, nor one of an older format", async () => {
    await (await filled()).close();
    const state = await openState(home, { create: false, reads: true });
    expect(await state.records.collection("things").insert("b", 1)).toBe(true);
    await state.close();
    await writeFile(`${home}/format.json`, '{"format":2}');
    await (await openState(home, { create: false, reads: true })).close();
  });
});
