import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyDirectory, type Place } from "./places.conformance.ts";
import { connect } from "./sqlite-database.ts";
import { openState } from "./state-directory.ts";
import { coded } from "./state-errors.ts";

let place: Place;
let home: string;
beforeEach(async () => {
  place = await emptyDirectory();
  home = place.path(".alidade");
});
afterEach(() => place.remove());

const opening = (directory: string) => openState(directory, { create: true });
const code = (name: string) => expect.objectContaining({ code: name });

describe("a state directory", () => {
  test("is made with its layout, for its owner alone", async () => {
    const state = await opening(home);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect(await readdir(home)).toEqual(
      expect.arrayContaining(["blobs", "format.json", "ids.key", "journal", "records.db"]),
    );
    expect(state.location).toBe(home);
    await state.close();
  });

  test("remembers everything after closing and opening again; closing twice does no harm", async () => {
    const state = await opening(home);
    await state.records.collection("things").insert("a", 1);
    await state.blobs.put("a", new Uint8Array([1]));
    await state.journal.append([{ v: 1, kind: "decision", id: "a", at: 0, body: 1 }]);
    await state.close();
    await state.close();
    const again = await openState(home, { create: false });
    expect((await again.records.collection("things").get("a"))?.value).toBe(1);
    expect(await again.blobs.get("a")).toEqual(new Uint8Array([1]));
    expect((await again.journal.find("decision", "a"))?.body).toBe(1);
    await again.close();
  });

  test("opened ten times at once while it is being made, is one and the same", async () => {
    const states = await Promise.all(Array.from({ length: 10 }, () => opening(home)));
    await states[3]!.records.collection("things").insert("a", 1);
    expect((await states[7]!.records.collection("things").get("a"))?.value).toBe(1);
    await Promise.all(states.map((state) => state.close()));
  });

  test("that is missing is made only when asked for", async () => {
    await expect(openState(home, { create: false })).rejects.toThrow(code("state.missing"));
    await mkdir(home);
    await expect(openState(home, { create: false })).rejects.toThrow(code("state.missing"));
    expect(await readdir(home)).toEqual([]);
  });

  test("is never made among other files", async () => {
    await mkdir(home);
    await writeFile(join(home, "package.json"), "{}");
    await expect(opening(home)).rejects.toThrow(code("state.foreign-directory"));
  });

  test("from a newer version is refused, a damaged one too", async () => {
    await (await opening(home)).close();
    await writeFile(join(home, "format.json"), '{"format":99}');
    await expect(opening(home)).rejects.toThrow(code("state.format-newer"));
    for (const damaged of ["{", "null", '{"format":"1"}', ""]) {
      await writeFile(join(home, "format.json"), damaged);
      await expect(opening(home)).rejects.toThrow(code("state.corrupt"));
    }
  });

  test("with a damaged database is called damaged", async () => {
    await (await opening(home)).close();
    await writeFile(join(home, "records.db"), "this was a database once ".repeat(400));
    await expect(opening(home)).rejects.toThrow(code("state.corrupt"));
  });

  test("cannot be a file, nor below one", async () => {
    await writeFile(home, "");
    await expect(opening(home)).rejects.toThrow(code("state.not-a-directory"));
    await expect(openState(home, { create: false })).rejects.toThrow(code("state.not-a-directory"));
    await expect(opening(join(home, "below"))).rejects.toThrow(code("state.not-a-directory"));
  });

  test("without permission is called not writable", async ({ skip }) => {
    skip(process.getuid?.() === 0, "the superuser may write everywhere");
    await (await opening(home)).close();
    for (const [path, mode] of [
      [home, 0o700],
      [join(home, "records.db"), 0o600],
      [join(home, "journal", "00000001.db"), 0o600],
    ] as const) {
      await chmod(path, 0o500);
      await expect(opening(home)).rejects.toThrow(code("state.not-writable"));
      await chmod(path, mode);
    }
    const state = await opening(home);
    expect(await state.records.collection("things").insert("a", 1)).toBe(true);
    await state.close();
  });

  test("on a file system that takes no directories is called not writable", async ({ skip }) => {
    skip(process.platform !== "linux", "needs /sys");
    await expect(opening("/sys/alidade")).rejects.toThrow(code("state.not-writable"));
  });
});

describe("a full disk", () => {
  test("is called so when a database may not grow", () => {
    const database = connect(place.path("small.db"), "CREATE TABLE t (x); PRAGMA max_page_count = 4");
    const fill = () => database.run("INSERT INTO t VALUES (?)", "x".repeat(100_000));
    expect(fill).toThrow(expect.objectContaining({ code: "state.disk-full", retryable: true }));
    database.close();
  });

  test("is called so when a file may not grow", async ({ skip }) => {
    skip(process.platform !== "linux", "needs /dev/full");
    const filling = coded("/dev/full", () => writeFile("/dev/full", "x"));
    await expect(filling).rejects.toThrow(expect.objectContaining({ code: "state.disk-full", retryable: true }));
  });
});

/** Adds to one counter in the records and one in a blob, and appends to the journal, all side by side. */
const hammer = `
  const { openState } = await import(${JSON.stringify(new URL("./state-directory.ts", import.meta.url).href)});
  const { hashBytes } = await import(${JSON.stringify(new URL("../kernel/index.ts", import.meta.url).href)});
  const [directory, me] = process.argv.slice(1);
  const { records, blobs, journal, close } = await openState(directory, { create: true });
  const addRecord = () => records.transaction(async (inside) => {
    const hits = await inside.collection("counters").get("hits");
    if (hits === undefined) return inside.collection("counters").insert("hits", 1);
    return inside.collection("counters").compareAndSet("hits", hits.version, hits.value + 1);
  });
  const addBlob = async () => {
    for (;;) {
      const now = await blobs.get("hits");
      const next = new TextEncoder().encode(String(Number(new TextDecoder().decode(now ?? new Uint8Array())) + 1));
      if (await blobs.putIfMatch("hits", next, now === undefined ? null : hashBytes(now))) return;
    }
  };
  const append = (i) => journal.append([
    { v: 1, kind: "decision", id: me + "-" + i, at: 0, body: i },
    { v: 1, kind: "decision", id: "shared-" + i, at: 0, body: i },
  ]);
  const times = (count, work) => Promise.all(Array.from({ length: count }, (_, i) => work(i)));
  await Promise.all([
    (async () => { for (let i = 0; i < 150; i++) await addRecord(); })(),
    (async () => { for (let i = 0; i < 30; i++) await addBlob(); })(),
    (async () => { for (let i = 0; i < 30; i++) await times(10, (j) => append(i * 10 + j)); })(),
  ]);
  await close();
`;

describe("two processes that hammer one directory", () => {
  test("lose nothing", async () => {
    const run = (me: string) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", hammer, home, me], { timeout: 25_000 });
    await Promise.all([run("one"), run("two")]);
    const state = await openState(home, { create: false });
    expect((await state.records.collection("counters").get("hits"))?.value).toBe(300);
    expect(new TextDecoder().decode(await state.blobs.get("hits"))).toBe("60");
    const ids = (await state.journal.read(null, 10_000)).entries.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([900, 900]);
    await state.close();
  });
});
