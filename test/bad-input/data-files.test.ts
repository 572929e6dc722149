import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../../src/cli/host/host.conformance.ts";
import { expectRefusal, registered, shopRows, stateContent, withShop } from "./refusal.ts";

let desk: Desk;
let state = "";
beforeAll(async () => {
  desk = await withShop(await openDesk());
  state = join(desk.folder, ".alidade");
  expect((await desk.run("train", "shop")).exit).toBeLessThan(2);
});
afterAll(() => desk.remove());

const zipped = gzipSync(shopCsv());
const COMMANDS = [
  ["init", ["init", "bad.csv", "--label", "bought"]],
  ["train", ["train", "shop", "--data", "bad.csv"]],
  ["check", ["check", "shop", "--data", "bad.csv"]],
  ["assess", ["assess", "shop", "--data", "bad.csv"]],
] as const;

describe.each([
  ["an empty file", "", "data.file-empty", "holds no line of data"],
  ["a gzip file cut short", zipped.subarray(0, -40), "data.file-damaged", "is cut short"],
  ["a gzip file with a hole", holed(zipped), "data.file-damaged", "not a sound gzip file"],
  ["a binary file", Uint8Array.from({ length: 5_000 }, (_, i) => (i * 37) % 256), "data.not-text", "binary file"],
  ["UTF-16", Buffer.from(`\ufeff${shopCsv()}`, "utf16le"), "data.not-text", "UTF-16"],
  ["a Parquet file in disguise", "PAR1 and so on", "data.not-text", "Parquet"],
  ["a spreadsheet", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "data.not-text", "spreadsheet"],
  ["a column named twice", shopCsv().replace("channel", "visits"), "data.header-invalid", "`visits` twice"],
  ["no label column", shopCsv().replaceAll(/,[^,]*$/gm, ""), "data.column-missing", "no column `bought`"],
  [
    "a field of 10 MB",
    shopRows((l, i) => (i === 9 ? l.replace(/web|phone|shop/, "x".repeat(1e7)) : l)),
    "data.csv-malformed",
    "Line 10",
  ],
  [
    "a quote that never closes",
    shopRows((l, i) => (i === 9 ? l.replace(/web|phone|shop/, '"web') : l)),
    "data.csv-malformed",
    "never closed",
  ],
] as const)("%s", (...[, content, code, words]) => {
  test.each(COMMANDS)("is refused by %s, and nothing changes", async (_command, argv) => {
    await desk.write("bad.csv", content);
    const before = stateContent(state);
    expectRefusal(await desk.run(...argv), code, { words });
    expect(stateContent(state)).toEqual(before);
  });
});

test.each(COMMANDS)("a file that is not there is refused by %s with where it was looked for", async (command, argv) => {
  const before = stateContent(state);
  const ran = await desk.run(...argv.map((word) => word.replace("bad.csv", "nowhere.csv")));
  expectRefusal(ran, command === "init" ? "cli.input.data-not-found" : "data.source-not-found", {
    words: "nowhere.csv",
  });
  expect(stateContent(state)).toEqual(before);
});

describe.each([
  ["constant", shopRows((l) => l.replace(/(yes|no)$/, "no")), "is no in all 200 rows", "in all 200 rows"],
  [
    "of a single yes",
    shopRows((l, i) => l.replace(/(yes|no)$/, i === 7 ? "yes" : "no")),
    "in only 1 of 200 rows",
    "only one row",
  ],
])("a label %s", (...[, content, inTraining, inProposing]) => {
  test("stops init, train and check, registers nothing, and assess answers", async () => {
    await desk.write("bad.csv", content);
    const before = registered(state);
    expectRefusal(await desk.run("init", "bad.csv", "--label", "bought"), "propose.label-unusable", {
      words: inProposing,
    });
    expectRefusal(await desk.run("train", "shop", "--data", "bad.csv"), "train.label-constant", { words: inTraining });
    expect(registered(state)).toEqual(before);
    const checked = await desk.run("check", "shop", "--data", "bad.csv");
    expect(checked.exit).toBe(1);
    expect(checked.out.replaceAll(/\s+/g, " ")).toContain(inTraining);
    const assessed = await desk.run("assess", "shop", "--data", "bad.csv");
    expect(assessed).toMatchObject({ exit: 0, out: expect.stringContaining("Get the data right first") });
  });
});

describe("rows that break the contract", () => {
  const many = (line: string): string => line.replace(/^(\d+),\d+/, "$1,many");

  test.each([
    ["text in a number column", shopRows((l, i) => (i % 3 === 0 ? many(l) : l)), "visits: 66 break type"],
    ["ragged rows", shopRows((l, i) => (i % 3 === 0 ? `${l},extra` : l)), "66 break fields"],
    ["labels that are all missing", shopRows((l) => l.replace(/(yes|no)$/, "")), "bought: 200 break missing"],
    ["NaN, infinity, 1e400 and grouped digits", shopRows(odd), "visits: 4 break type"],
  ])("%s past the declared share stop the run, and are kept with their reasons", async (_what, content, words) => {
    await desk.write("bad.csv", content);
    const before = stateContent(state);
    const refused = await desk.run("train", "shop", "--data", "bad.csv");
    expectRefusal(refused, "data.quarantine-exceeded", { words });
    expect(stateContent(state)).toEqual(before);
    expect(refused.err).toContain("with their reasons, are in .alidade/quarantine/shop.csv.");
    const [header, ...kept] = (await readFile(join(state, "quarantine/shop.csv"), "utf8")).trimEnd().split("\n");
    expect(header).toMatch(/^row,reasons,/);
    expect(`${kept.length} break`).toBe(/\d+ break/.exec(words)?.[0]);
    expectRefusal(await desk.run("assess", "shop", "--data", "bad.csv"), "data.quarantine-exceeded", { words });
    expect(await desk.run("check", "shop", "--data", "bad.csv")).toMatchObject({ exit: 1, err: expect.any(String) });
  });

  test("within the share are set aside, counted, and kept beside the snapshot", async () => {
    await desk.write(
      "bad.csv",
      shopRows((l, i) => (i === 9 ? many(l) : l)),
    );
    const { exit, out } = await desk.run("train", "shop", "--data", "bad.csv", "--json");
    const { snapshot } = JSON.parse(out);
    expect(exit).toBeLessThan(2);
    expect(snapshot).toMatchObject({ rows: 199, quarantined: 1 });
    const kept = JSON.parse(await readFile(join(state, `blobs/quarantine/${snapshot.id}.json`), "utf8"));
    expect(kept.records).toEqual([
      {
        row: 10,
        reasons: ["visits: type"],
        given: { customer_id: "9", visits: "many", channel: "shop", bought: "yes" },
      },
    ]);
  });
});

describe("the same data written otherwise", () => {
  test.each([
    ["with CR LF", shopCsv().replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\ufeff${shopCsv()}`],
    ["in gzip", gzipSync(shopCsv())],
  ])("%s are the same snapshot and the same model", async (_how, content) => {
    const plain = JSON.parse((await desk.run("train", "shop", "--json")).out);
    await desk.write("bad.csv", content);
    const other = JSON.parse((await desk.run("train", "shop", "--data", "bad.csv", "--json")).out);
    expect([other.snapshot.id, other.model.id]).toEqual([plain.snapshot.id, plain.model.id]);
  });

  test("with semicolons are proposed with the delimiter, and refused by a file that declares none", async () => {
    await desk.write("semicolons.csv", shopCsv().replaceAll(",", ";"));
    const { exit, out } = await desk.run("init", "semicolons.csv", "--label", "bought", "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out).warnings.map(({ code }: { code: string }) => code)).toContain("init.delimiter-assumed");
    expectRefusal(await desk.run("train", "shop", "--data", "semicolons.csv"), "data.column-missing");
  });
});

test("no row and one row are too few, in words", async () => {
  const [header, first] = shopCsv().split("\n");
  for (const content of [`${header}\n`, `${header}\n${first}\n`]) {
    await desk.write("bad.csv", content);
    expectRefusal(await desk.run("init", "bad.csv", "--label", "bought"), "propose.label-unusable");
    expectRefusal(await desk.run("train", "shop", "--data", "bad.csv"), "train.label-constant");
    expect((await desk.run("assess", "shop", "--data", "bad.csv")).exit).toBe(0);
  }
});

function holed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i >= 100 && i < 200 ? 7 : byte));
}

/** Four rows with what only looks like a number. */
function odd(line: string, i: number): string {
  const value = ["NaN?", "Infinity", "1e400", '"1,000"'][i / 50 - 1];
  return value === undefined ? line : line.replace(/^(\d+),\d+/, `$1,${value}`);
}
