import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { blobsOf, expectRefusal, stateContent, withShop } from "./refusal.ts";

let desk: Desk;
let good = "";
let state = "";
let model = "";
beforeAll(async () => {
  desk = await withShop(await openDesk());
  model = JSON.parse((await desk.run("train", "shop", "--json")).out).model.id;
  good = join(desk.folder, ".alidade");
  state = join(desk.folder, "hurt");
});
beforeEach(() => {
  rmSync(state, { recursive: true, force: true });
  cpSync(good, state, { recursive: true });
});
afterAll(() => desk.remove());

const COMMANDS = [
  ["models"],
  ["history"],
  ["train", "shop"],
  ["serve", "shop", "--port", "0"],
  ["check", "shop"],
] as const;
const garbage = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 91 + 7) % 256);

function replace(name: string, bytes: Uint8Array | string): void {
  for (const ending of ["", "-wal", "-shm"]) rmSync(join(state, name + ending), { force: true });
  writeFileSync(join(state, name), bytes);
}

describe.each([
  ["from a newer Alidade", () => replace("format.json", '{"format": 99}'), "state.format-newer", "has format 99"],
  ["whose format is garbage", () => replace("format.json", "garbage"), "state.corrupt", "format.json"],
  ["whose records are garbage", () => replace("records.db", garbage), "state.corrupt", "records.db"],
  ["whose journal is garbage", () => replace("journal/00000001.db", garbage), "state.corrupt", "00000001.db"],
  ["whose records are cut", () => truncateSync(join(state, "records.db"), 5_000), "state.corrupt", "records.db"],
] as const)("a state %s", (...[, hurt, code, words]) => {
  test.each(COMMANDS)("is refused by %s, and left as it is", async (...argv: readonly (string | undefined)[]) => {
    hurt();
    const before = bytesOf(state);
    expectRefusal(await desk.run(...argv.filter((word) => word !== undefined), "--dir", "hurt"), code, { words });
    expect(bytesOf(state)).toEqual(before);
  });
});

test("records that were cut inside are refused where they are read", async () => {
  const database = new DatabaseSync(join(state, "records.db"));
  // A disk asks no index; the statement that stands for it would.
  const indexes = database.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").all();
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
  database.exec("UPDATE records SET value = substr(value, 1, 20)");
  database.close();
  expectRefusal(await desk.run("models", "--dir", "hurt"), "state.corrupt");
});

describe("a damaged blob", () => {
  const blob = (folder: string, name = ""): string =>
    readdirSync(join(state, "blobs", folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.includes(name))
      .map((entry) => join(entry.parentPath, entry.name))[0] as string;
  const flip = (file: string): void =>
    writeFileSync(
      file,
      readFileSync(file).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    );

  test.each([
    ["its rows", "parts", ""],
    ["what is said of it", "snapshots", "about"],
  ])("of a snapshot (%s) is refused when it is needed, and training mends it", async (_what, folder, name) => {
    const before = blobsOf(state);
    truncateSync(blob(folder, name), 10);
    expectRefusal(await desk.run("reproduce", "shop", model, "--dir", "hurt"), "data.snapshot-damaged");
    expect((await desk.run("train", "shop", "--dir", "hurt")).exit).toBeLessThan(2);
    expect((await desk.run("reproduce", "shop", model, "--dir", "hurt")).exit).toBe(0);
    expect(blobsOf(state)).toEqual(before);
  });

  test("of a model is mended by training again: the same bytes", async () => {
    const before = blobsOf(state);
    flip(blob("models"));
    expect((await desk.run("train", "shop", "--dir", "hurt")).exit).toBeLessThan(2);
    expect(blobsOf(state)).toEqual(before);
  });
});

describe("a place that cannot be a state", () => {
  test.each([
    ["a file", "shop.csv", "state.not-a-directory"],
    ["something under a file", "shop.csv/deep", "state.not-a-directory"],
    ["a folder of other things", "shop", "state.foreign-directory"],
  ])("%s", async (_what, place, code) => {
    for (const argv of [
      ["train", "shop"],
      ["serve", "shop", "--port", "0"],
    ])
      expectRefusal(await desk.run(...argv, "--dir", place), code);
  });
});

test("a port in use is refused, with one that may be free", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  const before = blobsOf(state);
  const ran = await desk.run("serve", "shop", "--port", String(port), "--dir", "hurt");
  other.close();
  expectRefusal(ran, "server.port-in-use", { words: `127.0.0.1:${port}` });
  expect(stateContent(state)).toMatchObject({ blobs: before, journal: [] });
});

/** The files that matter, byte by byte: opening a database may leave companions beside it. */
function bytesOf(folder: string): readonly string[] {
  return ["format.json", "records.db", "journal/00000001.db"].map((name) =>
    readFileSync(join(folder, name)).toString("base64"),
  );
}
