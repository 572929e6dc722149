import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopDesk, openLoopDesk } from "./loop-desk.conformance.ts";
import { QUICK, rows, systemWith } from "./shop.conformance.ts";

let desk: LoopDesk;
beforeEach(async () => {
  desk = await openLoopDesk(Date.UTC(2026, 0, 1), rows(600));
}, 60_000);
afterEach(() => desk.remove());

/** Every row of the records, as it stands in its table. */
function kept(): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(join(desk.folder, ".alidade", "records.db"), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const rowsOf = (name: string): readonly unknown[] =>
    database.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2, 3`).all();
  const found = tables.map(({ name }) => [name, rowsOf(String(name))] as const);
  database.close();
  return Object.fromEntries(found);
}

test("a dry run where there is no state makes none, and says so", async () => {
  await desk.write("shop.mts", systemWith(""));
  const { exit, err } = await desk.run("retrain", "shop.mts", "--dry-run");
  expect(exit).toBe(3);
  expect(err).toMatch(/There is no state of Alidade in .*\.alidade[\s\S]*state\.missing/);
  expect(err).toContain("`alidade train` makes one where there is none");
  expect(existsSync(join(desk.folder, ".alidade"))).toBe(false);
});

const onChange = `retrain: { when: [onObjective()], ${QUICK} },`;
const withTarget = (target: number): string => systemWith(onChange).replace("target: 1,", `target: ${target},`);

test("a dry run after the objective has changed says so and leaves every record as it was, byte for byte", async () => {
  await desk.write("shop.mts", withTarget(1));
  await desk.run("train", "shop.mts");
  await desk.inState(async (registry) => {
    const [release] = (await registry.releases("shop")).filter(({ kind }) => kind === "model");
    const plan = await registry.currentPlan("shop");
    const allocations = [{ arm: "champion", release: release!.id, share: 1, purpose: "champion" as const }];
    await registry.changePlan("shop", plan!.version, { allocations, why: "a test" });
  });
  desk.clock.advance(86_400_000);
  // Another file of the same system: a file is read once by one process.
  await desk.write("changed.mts", withTarget(2));
  const before = kept();
  expect(await desk.json("retrain", "changed.mts", "--dry-run")).toMatchObject({
    why: ["the objective is at version 2, and what serves was trained for version 1"],
  });
  expect(kept()).toEqual(before);
  expect(await desk.told()).not.toContain("objective.changed");
  await desk.run("retrain", "changed.mts");
  expect(await desk.told()).toContain("objective.changed");
}, 120_000);
