import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { type Column, columnOf, type Table, takeRows } from "../table.ts";
import { joinColumns, profile, profileAccumulator } from "./accumulate.ts";
import type { Association } from "./association.ts";
import type { ColumnProfile, NumberProfile, Profile, Summary, TextProfile } from "./profile.ts";
import { SHAPES, type Shape, shapeOf } from "./text-shape.ts";

const numbers = (name: string, values: readonly number[]): Column => ({
  name,
  kind: "number",
  values: Float64Array.from(values),
});
const tableOf = (...columns: readonly Column[]): Table => ({
  rows: columns[0]!.kind === "text" ? columns[0]!.codes.length : columns[0]!.values.length,
  columns,
});
const find = (of: Profile, name: string): ColumnProfile => of.columns.find((column) => column.name === name)!;

function someTable(rows: number): Table {
  const random = rng({ seed: 3, purpose: "profile" });
  const draw = <T>(make: () => T): T[] => Array.from({ length: rows }, make);
  const label = draw(() => (random.uniform() < 0.3 ? 1 : 0));
  return tableOf(
    { name: "label", kind: "flag", values: Float64Array.from(label) },
    numbers(
      "x",
      label.map((yes) => yes * 2 + random.normal()),
    ),
    numbers(
      "gaps",
      draw(() => (random.uniform() < 0.2 ? Number.NaN : random.integer(7) - 3)),
    ),
    columnOf(
      "city",
      "text",
      draw(() => (random.uniform() < 0.1 ? null : `city ${random.integer(30)}`)),
    ),
    { name: "at", kind: "time", values: Float64Array.from(draw(() => 1.7e12 + random.integer(1e6) * 60_000)) },
  );
}

describe("a profile", () => {
  test("of a small column is exact", () => {
    const found = find(profile([tableOf(numbers("x", [3, 0, Number.NaN, -1.5, 3, 8]))]), "x") as NumberProfile;
    expect(found).toMatchObject({
      count: 5,
      missing: 1,
      distinct: { value: 4, error: 0 },
      rankError: 0,
      constant: false,
    });
    expect(found.values[0]).toEqual({ value: 3, count: 2 });
    expect(found.numbers).toMatchObject({ min: -1.5, max: 8, mean: 2.5, zeros: 1, negatives: 1, whole: 4 });
    // Σ (x − 2.5)² / 4 = (0.25 + 6.25 + 16 + 0.25 + 30.25) / 4
    expect((found.numbers as Summary).variance).toBeCloseTo(13.25, 12);
    expect((found.numbers as Summary).quantiles.find(({ at }) => at === 0.5)?.value).toBe(3);
  });

  test("is the same to the last bit, however rows are cut into batches", () => {
    const table = someTable(600);
    const whole = profile([table], { label: "label" });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 6 }), (cuts) => {
        const bounds = [0, ...cuts.sort((a, b) => a - b), 600];
        const parts = bounds.slice(1).map((to, i) => slice(table, bounds[i]!, to));
        expect(withoutRoundings(profile(parts, { label: "label" }))).toEqual(withoutRoundings(whole));
      }),
      { numRuns: 25 },
    );
  });

  test("of merged parts is that of the whole but for the last digits of sums", () => {
    const table = someTable(500);
    const first = profileAccumulator({ label: "label" });
    const second = profileAccumulator({ label: "label", firstRow: 180 });
    first.add(slice(table, 0, 180));
    second.add(slice(table, 180, 500));
    first.merge(structuredClone(second.state()));
    const [merged, whole] = [first.finish(), profile([table], { label: "label" })];
    for (const column of whole.columns) {
      const other = find(merged, column.name);
      expect({ ...other, numbers: null, label: null }).toEqual({ ...column, numbers: null, label: null });
      if (column.label !== undefined)
        expect((other.label as Association).value).toBeCloseTo((column.label as Association).value, 10);
      if (column.kind !== "text" && other.kind !== "text")
        expect((other.numbers as Summary).mean / (column.numbers as Summary).mean).toBeCloseTo(1, 12);
    }
  });

  test("of columns profiled apart is that of the table", () => {
    const table = someTable(300);
    const halves = [0, 1].map((half) => {
      const own = table.columns.filter((column, i) => i % 2 === half || column.name === "label");
      const accumulator = profileAccumulator({ label: "label", labelOnly: half === 1 });
      accumulator.add({ rows: 300, columns: own });
      return accumulator.state();
    });
    const joined = profileAccumulator({}, joinColumns(halves)).finish();
    const whole = profile([table], { label: "label" });
    for (const column of whole.columns) expect(find(joined, column.name)).toEqual(column);
  });

  test("says how strongly columns go along with the label", () => {
    const { columns } = profile([someTable(4_000)], { label: "label" });
    const byName = Object.fromEntries(columns.map(({ name, label }) => [name, label]));
    expect(byName.label).toBeUndefined();
    // x = 2 · label + noise: the correlation is 2 σ / √(4 σ² + 1) with σ² = 0.3 · 0.7. Its standard error is below 0.01.
    expect((byName.x as Association).value).toBeCloseTo((2 * Math.sqrt(0.21)) / Math.sqrt(4 * 0.21 + 1), 1);
    expect(byName.city).toMatchObject({ measure: "ratio" });
    // Of 30 groups at random: η² is 29 / 3,600 on average.
    expect((byName.city as Association).value).toBeLessThan(0.2);
  });

  test("says nothing of a text that every row has to itself, nor of many groups of few rows", () => {
    const random = rng({ seed: 1, purpose: "groups" });
    const rows = Array.from({ length: 400 }, (_, i) => i);
    const label = columnOf(
      "label",
      "flag",
      rows.map(() => random.uniform() < 0.2),
    );
    const id = columnOf(
      "id",
      "text",
      rows.map((i) => `id ${i}`),
    );
    const mail = columnOf(
      "mail",
      "text",
      rows.map(() => `m${random.integer(160)}`),
    );
    const found = profile([tableOf(label, id, mail)], { label: "label" });
    expect(find(found, "id").label).toEqual({ measure: "ratio", value: 0, rows: 400 });
    // ε² has mean 0 and a deviation of about √(2 · 160 / 240) / 20 = 0.06; η would be 0.6.
    expect((find(found, "mail").label as Association).value).toBeLessThan(0.45);
  });

  test("measures two texts by Cramér's V", () => {
    const letters = Array.from({ length: 90 }, (_, i) => "abc"[i % 3]!);
    const table = tableOf(
      columnOf("a", "text", letters),
      columnOf(
        "b",
        "text",
        letters.map((letter) => letter.toUpperCase()),
      ),
    );
    expect(find(profile([table], { label: "b" }), "a").label).toEqual({ measure: "cramers-v", value: 1, rows: 90 });
  });

  test("finds columns that repeat others, and numbers that follow from others", () => {
    const x = Array.from({ length: 200 }, (_, i) => Math.sin(i) * 40);
    const found = profile([
      tableOf(
        numbers("x", x),
        numbers("copy", x),
        numbers(
          "cents",
          x.map((v) => v * 100 + 5),
        ),
        numbers(
          "y",
          x.map((v) => v * v),
        ),
      ),
    ]);
    expect(found.duplicates).toEqual([["x", "copy"]]);
    expect(found.alike.map(({ a, b }) => `${a} ${b}`)).toEqual(["x copy", "x cents", "copy cents"]);
  });

  test("of nothing, and of a column without values, is insufficient and no zero", () => {
    const found = profile([tableOf(numbers("x", [Number.NaN, Number.NaN]))]);
    expect(isInsufficient((find(found, "x") as NumberProfile).numbers)).toBe(true);
    expect(find(found, "x").constant).toBe(true);
    expect(profile([]).columns).toEqual([]);
  });

  test("of many rows keeps quantiles within the error that it states", () => {
    const rows = 300_000;
    const found = find(
      profile([
        tableOf(
          numbers(
            "x",
            Array.from({ length: rows }, (_, i) => (i * 7_919) % rows),
          ),
        ),
      ]),
      "x",
    ) as NumberProfile;
    expect(found.rankError).toBeGreaterThan(0);
    for (const { at, value } of (found.numbers as Summary).quantiles)
      expect(Math.abs(value / rows - at)).toBeLessThanOrEqual(found.rankError);
  });
});

describe("times", () => {
  const days = [0, 1, 2, 10, 11];
  const day = 86_400_000;
  const column = (offset: number): Column => ({
    name: "at",
    kind: "time",
    values: Float64Array.from(days, (d) => (20_000 + d) * day + offset),
  });

  test("tell their grain, their gaps and their hours", () => {
    const found = find(profile([tableOf(column(0))]), "at") as NumberProfile;
    expect(found.times).toMatchObject({ grain: "day", longestGap: { days: 7, from: 20_003 * day } });
    const fine = find(profile([tableOf(column(13 * 3_600_000 + 60_000))]), "at") as NumberProfile;
    expect(fine.times?.grain).toBe("minute");
    expect(fine.times?.hours[13]).toBe(5);
    const weekdays = new Array(7).fill(0);
    for (const d of days) weekdays[new Date((20_000 + d) * day).getUTCDay()]++;
    expect(found.times?.weekdays).toEqual(weekdays);
  });

  test("in any order count the same days", () => {
    const order = fc.shuffledSubarray([...days, -4_000, 9_000], { minLength: 7 });
    fc.assert(
      fc.property(order, (some) => {
        const values = Float64Array.from(some, (d) => (20_000 + d) * day);
        const found = find(profile([tableOf({ name: "at", kind: "time", values })]), "at") as NumberProfile;
        expect(found.times?.longestGap).toEqual({ days: 8_988, from: 20_012 * day });
      }),
    );
  });
});

test.each([
  ["", ["blank"]],
  ["  ", ["blank", "padded"]],
  ["0042", ["digits"]],
  ["-3.5e2", ["number"]],
  ["1,234,567", ["number"]],
  ["2026-11-22", ["date"]],
  ["22.11.2026 10:30", ["date"]],
  ["a.b@example.org", ["email"]],
  ["https://example.org/x", ["address"]],
  ["New York", ["letters"]],
  ["A-12", ["mixed"]],
  [" x", ["letters", "padded"]],
  ["=SUM(A1)", ["mixed", "formula"]],
  ["@cmd", ["mixed", "formula"]],
  ["Zürich", ["letters", "beyond ascii"]],
  ["ZÃ¼rich", ["mixed", "beyond ascii", "damaged"]],
] as readonly (readonly [string, readonly Shape[]])[])("the shape of %j is %j", (text, shapes) => {
  expect(SHAPES.filter((_, i) => (shapeOf(text) & (1 << i)) !== 0)).toEqual(shapes);
});

test("text lengths and shapes are counted by rows", () => {
  const found = find(profile([tableOf(columnOf("t", "text", ["ab", "ab", "x1", null]))]), "t") as TextProfile;
  expect(found).toMatchObject({ length: { min: 2, mean: 2, max: 2 }, shapes: { letters: 2, mixed: 1 }, missing: 1 });
});

function slice(table: Table, from: number, to: number): Table {
  return takeRows(
    table,
    Int32Array.from({ length: to - from }, (_, i) => from + i),
  );
}

/** The sums behind a correlation ratio are gathered batch by batch. */
function withoutRoundings(of: Profile): unknown {
  return {
    ...of,
    columns: of.columns.map((one) => ({
      ...one,
      label: one.label !== undefined && "value" in one.label ? one.label.value.toFixed(9) : one.label,
    })),
  };
}
