import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Table } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { parquetDraft } from "../../presets.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

const DAY = 86_400_000;
const START = Date.UTC(2025, 10, 1);
const UNITS = 1_000;

type Cells = readonly (readonly (string | number)[])[];

function tableOf(names: readonly string[], rows: Cells): Table {
  const columns = names.map((name, c): Table["columns"][number] => {
    const cells = rows.map((row) => row[c] as string | number);
    if (typeof cells[0] === "number") return { name, kind: "number", values: Float64Array.from(cells as number[]) };
    const levels = [...new Set(cells as string[])];
    return { name, kind: "text", levels, codes: Int32Array.from(cells as string[], (cell) => levels.indexOf(cell)) };
  });
  return { rows: rows.length, columns };
}

async function write(name: string, table: Table): Promise<void> {
  const draft = await parquetDraft(table.columns);
  draft.append(table);
  await draft.finish(join(desk.folder, name));
  draft.close();
}

const NAMES = Array.from({ length: UNITS }, (_, u) => `customer-${u}`);

/** Each spends about 50 before and after, half of it its habit; arm b spends 5 more. */
async function writeShop(): Promise<void> {
  const random = rng({ seed: 12, purpose: "test.outside" });
  const exposures = NAMES.map((unit, u) => [unit, u % 2 === 0 ? "control" : "b", START + (u % 7) * DAY]);
  const events = NAMES.flatMap((unit, u) => {
    const at = START + (u % 7) * DAY;
    const habit = 50 + 10 * random.normal();
    const spent = habit + 10 * random.normal() + (u % 2 === 0 ? 0 : 5);
    return [
      [unit, "purchase", at - DAY, habit + 10 * random.normal()],
      [unit, "purchase", at + DAY, spent],
      [unit, "view", at + 2 * DAY, 0],
    ];
  });
  await write("exposures.parquet", tableOf(["unit", "arm", "at"], exposures));
  await write("events.parquet", tableOf(["unit", "name", "at", "value"], events));
}

const CHECKOUT = {
  experiment: "checkout",
  exposures: "exposures.parquet",
  events: "events.parquet",
  arms: { control: 0.5, b: 0.5 },
  control: "control",
  planned: UNITS,
  within: "14d",
  before: "14d",
  currency: "USD",
  metrics: [
    { name: "revenue", kind: "mean", of: { event: "purchase", as: "sum" }, money: true },
    { name: "buyers", kind: "proportion", of: { event: "purchase" }, role: "deterioration" },
    { name: "back", kind: "retention", of: { event: "view" }, day: 7, role: "deterioration" },
  ],
};

const outside = (...more: readonly string[]) => desk.run("experiments", "outside", "checkout.json", ...more);

describe("an experiment that ran elsewhere", () => {
  test("is read from its files, with CUPED, to a verdict in money and a page", async () => {
    await writeShop();
    await desk.write("checkout.json", JSON.stringify(CHECKOUT));
    const { out, exit } = await outside("--json", "--html", "page.html");
    expect(exit).toBe(0);
    const { readout, page } = JSON.parse(out);
    expect(page).toBe(join(desk.folder, "page.html"));
    expect(readout.units).toEqual({ control: UNITS / 2, b: UNITS / 2 });
    expect(readout.verdict.call).toBe("ship");
    const { fixed } = readout.metrics[0].effects[0];
    // Spent and past correlate at 1/2, so the variance of 200 keeps three quarters: two arms of 500. Four standard errors.
    expect(Math.abs(fixed.value - 5)).toBeLessThan(4 * Math.sqrt((2 * 200 * 0.75) / (UNITS / 2)));
    expect((fixed.high - fixed.low) / 2 / 1.96).toBeCloseTo(Math.sqrt((2 * 200 * 0.75) / (UNITS / 2)), 1);
  });

  test("is read from one wide row for each unit, by the past that stands beside it", async () => {
    const random = rng({ seed: 13, purpose: "test.outside" });
    const rows = NAMES.map((_, u) => {
      const habit = 50 + 10 * random.normal();
      const spent = habit + 10 * random.normal() + (u % 2 === 0 ? 0 : 5);
      return [u % 2 === 0 ? "control" : "b", spent, habit + 10 * random.normal(), 1 + (u % 3)];
    });
    await write("units.parquet", tableOf(["arm", "spent", "past", "orders"], rows));
    const { exposures, events, within, before, ...shared } = CHECKOUT;
    const metrics = [
      { name: "revenue", kind: "mean", column: "spent", past: "past", money: true },
      { name: "per order", kind: "ratio", column: "spent", over: "orders", role: "deterioration" },
    ];
    await desk.write("checkout.json", JSON.stringify({ ...shared, units: "units.parquet", metrics }));
    const { readout } = JSON.parse((await outside("--json")).out);
    expect(readout.verdict.call).toBe("ship");
    const { fixed } = readout.metrics[0].effects[0];
    expect(Math.abs(fixed.value - 5)).toBeLessThan(4 * Math.sqrt((2 * 200 * 0.75) / (UNITS / 2)));
    const wrong = [{ ...metrics[0], past: "then" }];
    await desk.write("checkout.json", JSON.stringify({ ...shared, units: "units.parquet", metrics: wrong }));
    const { err, exit } = await outside();
    expect(exit).toBe(3);
    expect(err.replaceAll(/\s+/g, " ")).toContain("needs a column `then`");
  });

  test.each([
    ["JSON", "{"],
    ["`within`", JSON.stringify({ ...CHECKOUT, within: "a fortnight" })],
    ["`metrics.0.kind`", JSON.stringify({ ...CHECKOUT, metrics: [{ name: "x", kind: "median" }] })],
    ["exposure", JSON.stringify({ ...CHECKOUT, exposure: "x" })],
  ])("whose description is wrong is refused with the place: %s", async (place, text) => {
    await desk.write("checkout.json", text);
    const { err, exit } = await outside();
    expect(exit).toBe(3);
    expect(err).toContain("cli.input.experiment-file-invalid");
    expect(err).toContain(place);
  });

  test("whose files are not there is refused", async () => {
    await desk.write("checkout.json", JSON.stringify(CHECKOUT));
    const { err, exit } = await outside();
    expect(exit).toBe(3);
    expect(err).toContain("exposures.parquet");
  });
});
