import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { type EventColumn, type Exposure, tableOfEvents, type UnitEvent } from "../events-table.ts";
import { NO_NAME, type UnitTable } from "../unit-table.ts";
import { type CodedRows, codedRows } from "./coded-rows.ts";
import { tableOfCoded } from "./table-of-coded.ts";

const DAY = 86_400_000;
const ARMS = ["control", "b"];
const NAMES = ["view", "purchase"];
const columns: Readonly<Record<string, EventColumn>> = {
  spent: { event: "purchase", as: "sum" },
  purchases: { event: "purchase", as: "count" },
  viewed: { event: "view", as: "any" },
  returned: { event: "view", as: "days-to-first" },
};
const request = { arms: ARMS, columns, within: 7 * DAY, before: 10 * DAY, asOf: 40 * DAY };

interface Row {
  readonly unit: number;
  readonly name: number;
  readonly at: number;
  readonly value: number;
}

function coded(rows: readonly Row[]): CodedRows {
  const into = codedRows(new ArrayBuffer(24 * rows.length));
  rows.forEach(({ unit, name, at, value }, i) => {
    // Units whose first words collide, so that slots do.
    into.words.set([unit % 5, unit], 6 * i);
    into.numbers.set([at * 256 + name, value], 3 * i + 1);
  });
  return into;
}

const random = rng({ seed: 4, purpose: "coded-rows-test" });
const exposures: readonly Row[] = Array.from({ length: 400 }, () => ({
  // Some meet twice, some both arms, some an arm that is none of the experiment.
  unit: random.integer(300),
  name: random.uniform() < 0.05 ? 2 : random.integer(2),
  at: 20 * DAY + random.integer(10 * DAY),
  value: 0,
}));
const events: readonly Row[] = Array.from({ length: 5_000 }, () => ({
  unit: random.integer(320),
  name: random.integer(2),
  at: random.integer(45 * DAY),
  value: random.integer(100),
}));

/** Rows of units that count, by what is in them: an order of units is no part of a table's meaning. */
function rowsOf({ arms, columns: found, entered }: UnitTable): readonly string[] {
  const names = Object.keys(found).sort();
  return [...arms.codes.keys()]
    .filter((row) => arms.codes[row] !== NO_NAME)
    .map((row) => [arms.codes[row], entered?.[row], ...names.map((name) => found[name]?.[row])].join(" "))
    .sort();
}

test("rows in bytes make the table that the same rows make as objects", () => {
  const names = ["control", "b", "elsewhere"];
  const plain = tableOfEvents({
    ...request,
    exposures: exposures.map(({ unit, name, at }): Exposure => ({ unit: String(unit), arm: names[name] ?? "", at })),
    events: events.map(
      ({ unit, name, ...rest }): UnitEvent => ({ ...rest, unit: String(unit), name: NAMES[name] ?? "" }),
    ),
  });
  const found = tableOfCoded({ ...request, names: NAMES, exposures: coded(exposures), events: coded(events) });
  expect(rowsOf(found.table)).toEqual(rowsOf(plain.table));
  expect(found.noticed).toEqual(plain.noticed);
  expect(found.noticed.crossed).toBeGreaterThan(0);
  expect(found.noticed.strays).toBeGreaterThan(0);
});

test("no rows make an empty table", () => {
  const found = tableOfCoded({ ...request, names: NAMES, exposures: coded([]), events: coded(events) });
  expect(found.table.arms.codes).toHaveLength(0);
  expect(found.noticed).toEqual({ strays: 0, crossed: 0, outcomes: { control: 0, b: 0 }, early: { control: 0, b: 0 } });
});
