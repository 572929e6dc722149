import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

const body = (rows: string): string => rows.slice(rows.indexOf("\n") + 1);

describe("init", () => {
  test("writes a contract and a system that load, and says what to run next", async () => {
    await desk.write("shop.csv", shopCsv());
    const { exit, out } = await desk.run("init", "shop.csv", "--label", "bought");
    expect(exit).toBe(0);
    expect(out).toContain("Wrote shop/contract.mts and shop/system.mts.");
    expect(out).toContain("alidade train shop/system.mts");
    const { system, folder } = await loadSystem("shop", desk.folder);
    expect(system).toMatchObject({ name: "shop", entity: "customer_id", holdback: 0, slices: ["channel"] });
    expect(Object.keys(system.features)).toEqual(["visits", "channel"]);
    expect(folder).toBe(join(desk.folder, "shop"));
  });

  test("answers a program with paths, warnings and the proposal", async () => {
    await desk.write("shop.csv", shopCsv());
    const { exit, out } = await desk.run("init", "shop.csv", "--label", "bought", "--out", "here/there", "--json");
    const answer = JSON.parse(out);
    expect(exit).toBe(0);
    expect(answer).toMatchObject({
      system: "here/there/system.mts",
      written: ["here/there/contract.mts", "here/there/system.mts"],
    });
    expect(answer.warnings).toContainEqual({
      code: "init.entity-assumed",
      message: expect.stringContaining("customer_id"),
    });
  });

  test("recognises tabs, padding and a lacking header, reads gzip, and says what it assumed", async () => {
    await desk.write("a.tsv.gz", gzipSync(shopCsv().replaceAll(",", "\t")));
    await desk.write("b.csv", body(shopCsv()).replaceAll(",", ", "));
    const tabs = JSON.parse((await desk.run("init", "a.tsv.gz", "--label", "bought", "--json")).out);
    expect(tabs.warnings.map(({ code }: { code: string }) => code)).toContain("init.delimiter-assumed");
    const bare = JSON.parse((await desk.run("init", "b.csv", "--label", "c4", "--json")).out);
    expect(bare.warnings.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(["init.trim-assumed", "init.header-assumed", "init.columns-named"]),
    );
    const named = await desk.run(
      "init",
      "b.csv",
      "--label",
      "bought",
      "--columns",
      "id,visits,channel,bought",
      "--out",
      "n",
    );
    expect(named.exit).toBe(0);
  });

  test("run again changes nothing; an edited contract stays, and the difference is said", async () => {
    await desk.write("shop.csv", shopCsv());
    const again = (): ReturnType<Desk["run"]> => desk.run("init", "shop.csv", "--label", "bought");
    await again();
    expect((await again()).out).toContain("Nothing to write");
    const path = join(desk.folder, "shop/contract.mts");
    const edited = (await readFile(path, "utf8")).replace(
      '["phone", "shop", "web"]',
      '["phone", "shop", "web", "post"]',
    );
    await writeFile(path, edited);
    const { exit, out } = await again();
    expect(exit).toBe(1);
    expect(out).toContain('values lose "post"');
    expect(await readFile(path, "utf8")).toBe(edited);
  });

  test("leaves an edited system file alone, and ends with 1", async () => {
    await desk.write("shop.csv", shopCsv());
    await desk.run("init", "shop.csv", "--label", "bought");
    const path = join(desk.folder, "shop/system.mts");
    const edited = (await readFile(path, "utf8")).replace("30d", "5d");
    await writeFile(path, edited);
    expect((await desk.run("init", "shop.csv", "--label", "bought")).exit).toBe(1);
    expect(await readFile(path, "utf8")).toBe(edited);
  });

  const header = "customer_id,visits,channel,bought\n";
  const rows = body(shopCsv()).split("\n");
  const withLabel = (label: (i: number) => string): string =>
    header + rows.map((row, i) => `${row.split(",").slice(0, 3).join(",")},${label(i)}`).join("\n");

  test.each<readonly [string, string | Uint8Array, string]>([
    ["an empty file", "", "data.file-empty"],
    ["a header alone", header, "propose.label-unusable"],
    ["a gzip file that is cut short", gzipSync(shopCsv()).subarray(0, 200), "data.file-damaged"],
    ["a binary file", Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256), "data.not-text"],
    ["a label that is constant", withLabel(() => "no"), "propose.label-unusable"],
    ["a label with no value", withLabel(() => ""), "propose.label-unusable"],
    ["one example of a class", withLabel((i) => (i === 7 ? "yes" : "no")), "propose.label-unusable"],
    ["a header with a name twice", shopCsv().replace("channel", "visits"), "data.header-invalid"],
    ["a field of ten megabytes", `${shopCsv()}\n1,2,${"z".repeat(10_000_000)},no`, "data.csv-malformed"],
    ["a quote that is never closed", `${header}1,2,"web,no\n${rows.join("\n")}`, "data.csv-malformed"],
  ])("refuses %s with its code, and writes nothing", async (_what, content, code) => {
    await desk.write("shop.csv", content);
    const { exit, out } = await desk.run("init", "shop.csv", "--label", "bought", "--json");
    expect(JSON.parse(out).error.code).toBe(code);
    expect(exit).toBe(3);
    expect(await readdir(desk.folder)).toEqual(["shop.csv"]);
  });

  test.each([
    [["nope.csv", "--label", "bought"], 3, "cli.input.data-not-found"],
    [["shop.csv", "--label", "baught"], 3, "data.column-missing"],
    [["shop.csv", "--label", "bought", "--positive", "maybe"], 3, "propose.positive-unknown"],
    [["shop.csv", "--label", "bought", "--time", "visits"], 3, "propose.field-unfit"],
    [["shop.csv", "--label", "bought", "--entity", "bought"], 3, "propose.field-unfit"],
    [["shop.csv", "--label", "bought", "--columns", "a,b"], 2, "cli.columns-mismatch"],
    [["bare.csv", "--label", "bought"], 3, "cli.input.label-unnamed"],
    [["shop.csv", "--label", "bought", "--out", "shop.csv"], 3, "cli.input.folder-unwritable"],
  ] as const)("refuses %j with %i and %s", async (argv, status, code) => {
    await desk.write("shop.csv", shopCsv());
    await desk.write("bare.csv", body(shopCsv()));
    const { exit, out } = await desk.run("init", ...argv, "--json");
    expect(JSON.parse(out).error.code).toBe(code);
    expect(exit).toBe(status);
  });

  test("ragged rows and a text among numbers are said, not hidden", async () => {
    const ragged = shopCsv()
      .split("\n")
      .map((row, i) => (i === 9 ? `${row},9` : i === 5 ? row.replace(/,\d,/, ",many,") : row));
    await desk.write("shop.csv", ragged.join("\n"));
    const { exit, out } = await desk.run("init", "shop.csv", "--label", "bought", "--json");
    const messages = JSON.parse(out)
      .warnings.map(({ message }: { message: string }) => message)
      .join("\n");
    expect(exit).toBe(0);
    expect(messages).toContain("rows do not fit the contract");
    expect(messages).toContain('`visits` is kept as text: most values are numbers, but not all ("many")');
  });
});
