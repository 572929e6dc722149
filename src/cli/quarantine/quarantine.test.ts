import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
let first: string;

beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv(400));
  await desk.run("init", "shop.csv", "--label", "bought");
  // Two rows that break the contract as it was proposed: one of them by a formula.
  const [header = "", ...rows] = shopCsv(400).split("\n");
  const bad = ["401,99,web,yes", "402,3,=cmd(),no"];
  await desk.write("shop.csv", [header, ...rows.slice(0, 398), ...bad].join("\n"));
  const contract = join(desk.folder, "shop", "contract.mts");
  const text = await readFile(contract, "utf8");
  await desk.write(join("shop", "contract.mts"), text.replace(/max: 400/, "max: 500"));
  expect((await json("train", "shop")).error).toBeUndefined();
  first = (await json("snapshots", "shop")).snapshots[0].id;
}, 60_000);
afterAll(() => desk.remove());

describe("rows that a contract set aside", () => {
  test("are listed by snapshot, and shown with their reasons", async () => {
    expect((await json("data", "quarantine", "list")).quarantines).toMatchObject([
      { system: "shop", snapshot: first, rows: 2, share: 0.005 },
    ]);
    const { out } = await desk.run("data", "quarantine", "show", first.slice(0, 8));
    expect(out).toContain("2 rows were set aside, 0.5% of all.");
    expect(out).toMatch(/400\s+visits: range/);
    expect(out).toMatch(/401\s+channel: values/);
  });

  test("go to a CSV file in which no cell is a formula, and come back corrected: once, however often", async () => {
    await desk.run("data", "quarantine", "show", first, "--csv", "bad.csv");
    const written = await readFile(join(desk.folder, "bad.csv"), "utf8");
    expect(written).toContain("402,3,'=cmd(),no");
    await desk.write("bad.csv", written.replace("401,99", "401,9"));
    const replay = ["data", "quarantine", "replay", first, "--corrections", "bad.csv"] as const;
    expect(await json(...replay, "--dry-run")).toMatchObject({ moved: 1, snapshot: null });
    const { snapshot, moved, rows, quarantined } = await json(...replay);
    expect({ moved, rows, left: quarantined.rows }).toEqual({ moved: 1, rows: 399, left: 1 });
    expect((await json(...replay)).snapshot).toBe(snapshot);
    const { snapshots } = await json("snapshots", "shop");
    expect(snapshots.map(({ id }: { id: string }) => id).sort()).toEqual([first, snapshot].sort());
    const again = await json("data", "quarantine", "replay", snapshot);
    expect(again).toMatchObject({ moved: 0, refused: 0, snapshot: null });
  });

  test("go in under a corrected contract, and are learned from", async () => {
    const text = await readFile(join(desk.folder, "shop", "contract.mts"), "utf8");
    await desk.write(join("shop", "next.mts"), text.replace(/max: 10\b/, "max: 100"));
    const { snapshot, moved } = await json("data", "quarantine", "replay", first, "--contract", "shop/next.mts");
    expect(moved).toBe(1);
    await desk.write(join("shop", "contract.mts"), text.replace(/max: 10\b/, "max: 100"));
    const { models, error } = await json("train", "shop", "--snapshot", snapshot.slice(0, 10));
    expect(error).toBeUndefined();
    expect(models).toHaveLength(1);
    expect((await json("snapshots", "shop")).snapshots.map(({ id }: { id: string }) => id)).toHaveLength(3);
    await desk.write(join("shop", "contract.mts"), text);
  }, 60_000);

  test("are not corrected by a file that does not fit", async () => {
    await desk.write("no-rows.csv", "visits\n3\n");
    await desk.write("unknown.csv", "row,visits\n3,3\n");
    const code = async (file: string) =>
      (await json("data", "quarantine", "replay", first, "--corrections", file)).error.code;
    expect(await code("no-rows.csv")).toBe("cli.input.corrections-invalid");
    expect(await code("unknown.csv")).toBe("data.correction-unknown");
  });
});

describe("the change of a contract", () => {
  test("says whom it breaks, holds kept rows against it, and ends with 1", async () => {
    const text = await readFile(join(desk.folder, "shop", "contract.mts"), "utf8");
    await desk.write(join("shop", "tight.mts"), text.replace(/(visits: number\(.*)max: 10\b/, "$1max: 5"));
    const { exit, out } = await desk.run("contract", "diff", first.slice(0, 8), "shop/tight.mts", "--system", "shop");
    expect(exit).toBe(1);
    expect(out).toContain("max was 10, becomes 5");
    expect(out).toMatch(/callers\s+visits\s+breaks/);
    expect(out).toMatch(new RegExp(`${first.slice(0, 12)}: \\d+ of 398 rows break it`));
  });

  test("ends with 0 when nobody breaks", async () => {
    const same = await desk.run("contract", "diff", "shop", "shop/contract.mts");
    expect(same.exit).toBe(0);
    expect(same.out).toContain("Both demand the same.");
    const text = await readFile(join(desk.folder, "shop", "contract.mts"), "utf8");
    await desk.write(join("shop", "wide.mts"), text.replace(/max: 10\b/, "max: 20"));
    const { changes } = await json("contract", "diff", "shop", "shop/wide.mts");
    expect(changes).toMatchObject([{ field: "visits", effect: "retrain" }]);
  });
});
