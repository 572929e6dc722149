import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import { compact } from "../journal/compact.ts";
import { emptyDirectory, type Place } from "../places.conformance.ts";
import { type LocalState, openState } from "../state-directory.ts";
import { backupState } from "./backup-state.ts";
import { restoreState } from "./restore-state.ts";

let place: Place;
let home: string;
let state: LocalState;
const entry = (id: string): Envelope => ({ v: 1, kind: "decision", id, at: 7, body: { id } });
const LONG = `deep/${"a".repeat(120)}`;
const TAKE = { windowMs: 1_000, most: 5, at: 0 };

/** A state with entries compacted, closed and new, a record, a blob of a long name, and a counter. */
beforeEach(async () => {
  place = await emptyDirectory();
  home = place.path(".alidade");
  state = await openState(home, { create: true, journal: { segmentBytes: 1, keep: null } });
  for (let i = 0; i < 6; i++) await state.journal.append([entry(`${i}`), entry(`${i}'`)]);
  await compact(join(home, "journal"), { keep: 2 });
  await state.records.collection("things").insert("a", 1);
  await state.blobs.put(LONG, new Uint8Array([1, 2, 3]));
  await state.counters.take("calls", { ...TAKE, n: 4 });
});
afterEach(async () => {
  await state.close();
  await place.remove();
});

async function expectSame(location: string, id: string): Promise<void> {
  const other = await openState(location, { create: false });
  const read = (one: LocalState) => one.journal.read(null, 100);
  expect((await read(other)).entries).toStrictEqual((await read(state)).entries.slice(0, 12));
  expect(await other.journal.append([entry("0"), entry("5'"), entry("new")])).toEqual(["known", "known", "accepted"]);
  expect((await other.records.collection("things").get("a"))?.value).toBe(1);
  expect(await other.blobs.get(LONG)).toEqual(new Uint8Array([1, 2, 3]));
  expect(await other.counters.take("calls", { ...TAKE, n: 4 })).toEqual({ taken: 1, left: 0 });
  expect(other.ids.recognises(id)).toBe(true);
  await other.close();
}

describe.each(["copy", "copy.tar.gz"])("a backup as %s", (name) => {
  test("brings back everything, while the state stays open", async () => {
    const id = state.ids.next("dec");
    const { files } = await backupState({ from: home, to: place.path(name), at: 9 });
    await state.journal.append([entry("afterwards")]);
    expect(files.length).toBeGreaterThan(5);
    expect(await restoreState({ from: place.path(name), to: place.path("again") })).toMatchObject({ at: 9, format: 3 });
    await expectSame(place.path("again"), id);
    expect((await stat(place.path("again/ids.key"))).mode & 0o777).toBe(0o600);
    expect((await readdir(place.path("."))).filter((file) => file.includes("draft"))).toEqual([]);
  });

  test("overwrites nothing, and neither does a restoration", async () => {
    await backupState({ from: home, to: place.path(name), at: 9 });
    const again = backupState({ from: home, to: place.path(name), at: 9 });
    await expect(again).rejects.toMatchObject({ code: "state.backup-occupied" });
    const onto = restoreState({ from: place.path(name), to: home });
    await expect(onto).rejects.toMatchObject({ code: "state.backup-occupied" });
    await mkdir(place.path("empty"));
    await restoreState({ from: place.path(name), to: place.path("empty") });
    await rm(place.path("empty"), { recursive: true });
  });
});

describe("a damaged backup restores nothing", () => {
  const refused = async (from: string, code: string): Promise<void> => {
    const restoring = restoreState({ from: place.path(from), to: place.path("again") });
    await expect(restoring).rejects.toMatchObject({ code });
    await expect(stat(place.path("again"))).rejects.toMatchObject({ code: "ENOENT" });
  };

  test("when a file was changed or is missing", async () => {
    const { files } = await backupState({ from: home, to: place.path("copy"), at: 9 });
    for (const { path } of files) {
      const file = place.path(`copy/${path}`);
      const whole = await readFile(file);
      if (whole.length === 0) continue;
      await writeFile(
        file,
        whole.map((byte, i) => (i === whole.length >> 1 ? byte ^ 1 : byte)),
      );
      await refused("copy", "state.backup-damaged");
      await rm(file);
      await refused("copy", "state.backup-damaged");
      await writeFile(file, whole);
    }
    await restoreState({ from: place.path("copy"), to: place.path("again") });
  });

  test("when an archive was cut or changed", async () => {
    await backupState({ from: home, to: place.path("copy.tgz"), at: 9 });
    const whole = await readFile(place.path("copy.tgz"));
    for (const share of [0, 0.001, 0.3, 0.6, 0.99]) {
      await writeFile(place.path("cut.tgz"), whole.subarray(0, Math.floor(whole.length * share)));
      await refused("cut.tgz", "state.backup-damaged");
    }
  });

  test("when it is none, or leads out of its folder", async () => {
    await refused("nowhere", "state.backup-missing");
    await refused(".alidade", "state.backup-missing");
    const { files, ...about } = await backupState({ from: home, to: place.path("copy"), at: 9 });
    const [first] = files;
    const evil = { ...about, files: [{ ...first, path: "../evil" }] };
    await writeFile(place.path("copy/backup.json"), JSON.stringify(evil));
    await refused("copy", "state.backup-damaged");
    await writeFile(place.path("copy/backup.json"), JSON.stringify({ ...about, files, format: 99 }));
    await refused("copy", "state.format-newer");
  });
});

test("an archive is one that other programs read", async ({ skip }) => {
  await backupState({ from: home, to: place.path("copy.tar.gz"), at: 9 });
  try {
    const listed = execFileSync("tar", ["-tzf", place.path("copy.tar.gz")], { encoding: "utf8" });
    expect(listed).toContain("records.db\n");
    expect(listed).toContain(`blobs/${LONG}\n`);
  } catch (thrown) {
    if ((thrown as { code?: string }).code === "ENOENT") skip("needs tar");
    throw thrown;
  }
});

test("a backup taken while others append holds what was acknowledged before, in order and once", async () => {
  let isOver = false;
  const appending = (async () => {
    for (let i = 0; !isOver; i++) await state.journal.append([entry(`n${i}`)]);
    return undefined;
  })();
  await state.journal.append([entry("before")]);
  await backupState({ from: home, to: place.path("copy"), at: 9 });
  isOver = true;
  await appending;
  await restoreState({ from: place.path("copy"), to: place.path("again") });
  const other = await openState(place.path("again"), { create: false });
  const { entries } = await other.journal.read(null, 100_000);
  const all = (await state.journal.read(null, 100_000)).entries;
  expect(entries).toStrictEqual(all.slice(0, entries.length));
  expect(entries.map(({ id }) => id)).toContain("before");
  await other.close();
});
