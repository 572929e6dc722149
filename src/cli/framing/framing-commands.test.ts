import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv(400));
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterAll(() => desk.remove());

async function withExport(name: string, line: string): Promise<void> {
  const text = await readFile(join(desk.folder, "shop", "system.mts"), "utf8");
  await desk.write(`shop/${name}.mts`, `${text}\n${line}\n`);
}

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

describe("assess --framings", () => {
  test("puts the ways to state a problem side by side", async () => {
    const { out, exit } = await desk.run("assess", "shop", "--framings");
    expect(exit).toBe(0);
    expect(out).toContain("Stated in another way");
    expect(out).toMatch(/Predictions a request|cannot be told apart|earns more than every other framing/);
  });

  test("gives the same as data", async () => {
    const { framings } = await json("assess", "shop", "--framings");
    expect(framings.framings[0]).toMatchObject({ origin: "declared" });
    expect(framings.framings[0].costs.predictions).toBe(1);
    expect(framings.sentence).toMatch(/^“/);
  });

  test("refuses an export that holds no systems", async () => {
    await withExport("odd", "export const framings = { other: 3 };");
    const { err, exit } = await desk.run("assess", "shop/odd.mts", "--framings");
    expect(exit).toBe(3);
    expect(err).toContain('"other" is neither a system nor');
  });
});

describe("weights pareto", () => {
  test("shows what can be had on the history where nothing was released, and says so", async () => {
    const { out, exit } = await desk.run("weights", "pareto", "shop", "--settings", "5");
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toContain("held-out truth, no proof. Stored decisions could not tell");
    const { basis, points } = await json("weights", "pareto", "shop", "--settings", "5", "--from", "history");
    expect(basis).toBe("held-out");
    expect(points[0]).toMatchObject({ isNow: true });
  });
});
