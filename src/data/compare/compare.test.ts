import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { profile } from "../profile/accumulate.ts";
import type { Profile } from "../profile/profile.ts";
import { type Column, columnOf } from "../table.ts";
import { compareProfiles, drifted } from "./compare.ts";
import type { ColumnChange, Comparison } from "./comparison.ts";

type Draw = (random: ReturnType<typeof rng>) => number | string | null;

/** A profile of columns drawn row by row. */
function drawn(
  columns: Readonly<Record<string, Draw>>,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): Profile {
  const made = Object.entries(columns).map(([name, draw]): Column => {
    const random = rng({ seed, unit: name, purpose: "compare" });
    const cells = Array.from({ length: rows }, () => draw(random));
    return columnOf(name, cells.some((cell) => typeof cell === "string") ? "text" : "number", cells);
  });
  return profile([{ rows, columns: made }]);
}

const of = ({ columns }: Comparison, name: string): ColumnChange => columns.find((column) => column.name === name)!;

const normal: Draw = (random) => random.normal();
const letter: Draw = (random) => "abcdef"[random.integer(6)]!;
const rows = 3_000;

function compared(
  before: Readonly<Record<string, Draw>>,
  after: Readonly<Record<string, Draw>>,
  size: number = rows,
): Comparison {
  return compareProfiles(drawn(before, { rows: size, seed: 1 }), drawn(after, { rows: size, seed: 2 }));
}

describe("a column", () => {
  test("that did not change is said not to have", () => {
    const found = compared({ x: normal, t: letter }, { x: normal, t: letter });
    expect(found.columns.map(({ verdict }) => verdict)).toEqual(["no change", "no change"]);
  });

  test.each([
    ["moved by 0.7 deviations", normal, (random) => random.normal() + 0.7, "drift"],
    ["moved by 0.3 deviations", normal, (random) => random.normal() + 0.3, "small"],
    ["twice as wide", normal, (random) => 2 * random.normal(), "drift"],
    // 32 % instead of 17 % of the first letter: a PSI of 0.126.
    ["with other shares", letter, (random) => (random.uniform() < 0.18 ? "a" : letter(random)), "small"],
    ["with a new value in half of the rows", letter, (random) => (random.uniform() < 0.5 ? "new" : "a"), "drift"],
    ["missing in half of the rows", normal, (random) => (random.uniform() < 0.5 ? null : random.normal()), "drift"],
    ["of texts now", normal, letter, "drift"],
  ] as readonly (readonly [string, Draw, Draw, string])[])("%s", (...[, before, after, verdict]) => {
    expect(of(compared({ x: before }, { x: after }), "x").verdict).toBe(verdict);
  });

  test("of very many rows that changed significantly but hardly, did not change", () => {
    const found = of(compared({ x: normal }, { x: (random) => random.normal() + 0.06 }, 30_000), "x");
    expect(found.pValue).toBeLessThan(0.001);
    expect(found.verdict).toBe("no change");
  });

  test("of few rows is insufficient, unless the drift is plain to see", () => {
    expect(isInsufficient(of(compared({ x: normal }, { x: normal }, 40), "x").verdict)).toBe(true);
    expect(of(compared({ x: normal }, { x: (random) => random.normal() + 4 }, 40), "x").verdict).toBe("drift");
  });

  test("whose values came and went is told which", () => {
    const found = of(compared({ x: letter }, { x: (random) => "abcdeX"[random.integer(6)]! }), "x");
    expect(found.newValues).toEqual(["X"]);
    expect(found.vanished).toEqual(["f"]);
    expect(found.remarks.join(" ")).toMatch(
      /A new value in 1[\d.]+% of rows: "X".*A value is gone that had 1[\d.]+% of rows: "f"/,
    );
  });

  test("of identifiers is compared by what its texts look like", () => {
    const digits: Draw = (random) => String(random.integer(1e9));
    expect(of(compared({ id: digits }, { id: digits }), "id").verdict).toBe("no change");
    const other = of(compared({ id: digits }, { id: (random) => `K-${random.integer(1e9)}` }), "id");
    expect(other.verdict).toBe("drift");
    expect(other.remarks[0]).toMatch(/a text of its own/);
  });
});

test("times that moved on did not change, times at other hours did", () => {
  const day = 86_400_000;
  const at = (from: number, seed: number, hours: number): Profile => {
    const random = rng({ seed, purpose: "times" });
    const values = Float64Array.from(
      { length: 2_000 },
      () => (from + random.integer(60)) * day + random.uniform() * hours * 3_600_000,
    );
    return profile([{ rows: values.length, columns: [{ name: "at", kind: "time", values }] }]);
  };
  const later = compareProfiles(at(20_000, 1, 24), at(20_200, 2, 24)).columns[0]!;
  expect(later.verdict).toBe("no change");
  expect(later.remarks).toEqual(["Reaches from 2025-04-22 to 2025-06-20; before from 2024-10-04 to 2024-12-02."]);
  expect(compareProfiles(at(20_000, 1, 24), at(20_200, 2, 12)).columns[0]!.verdict).toBe("drift");
});

test("numbers that were dealt out in a row move on and did not change", () => {
  const dealt = (from: number): Profile =>
    profile([
      {
        rows: 500,
        columns: [{ name: "id", kind: "number", values: Float64Array.from({ length: 500 }, (_, i) => from + i) }],
      },
    ]);
  const { verdict, remarks } = compareProfiles(dealt(1), dealt(501)).columns[0]!;
  expect(verdict).toBe("no change");
  expect(remarks).toEqual(["Every row has a number of its own, one next to the other: the numbers were not compared."]);
});

describe("recognises", () => {
  const heavy: Draw = (random) => 60 + 12 * random.normal();
  test.each([
    ["a thousand times as much", (random) => 1_000 * (60 + 12 * random.normal()), "multiplied by 1,000"],
    ["a thousandth", (random) => (60 + 12 * random.normal()) / 1_000, "divided by 1,000"],
    ["pounds for kilograms", (random) => 2.204623 * (60 + 12 * random.normal()), "pounds"],
    ["Fahrenheit for Celsius", (random) => 1.8 * (60 + 12 * random.normal()) + 32, "from °C into °F"],
  ] as readonly (readonly [string, Draw, string])[])("%s as a change of unit", (_, after, words) => {
    expect(of(compared({ x: heavy }, { x: after }), "x").remarks.join(" ")).toContain(words);
  });

  test("no unit in a shift or in a wider spread", () => {
    for (const after of [(random) => 90 + 12 * random.normal(), (random) => 60 + 24 * random.normal()] as Draw[])
      expect(of(compared({ x: heavy }, { x: after }), "x").remarks).toEqual([]);
  });

  test("a column under a new name and in another unit, where one fits alone", () => {
    const grams: Draw = (random) => 1_000 * (60 + 12 * random.normal());
    const found = compared({ kilos: heavy, letter }, { weight: grams, letter });
    const pair = of(found, "kilos");
    expect([pair.nowNamed, pair.verdict]).toEqual(["weight", "drift"]);
    expect(pair.remarks).toEqual([
      "Looks like `kilos` under a new name and in another unit.",
      "Looks like a change of unit: the values seem to be multiplied by 1,000.",
    ]);
    // Two that fit alike: nobody can tell.
    const unclear = compared({ kilos: heavy }, { weight: grams, load: grams });
    expect([unclear.removed, unclear.added]).toEqual([["kilos"], ["weight", "load"]]);
    // Where one fits as it is, no conversion is looked for.
    const plain = compared({ kilos: heavy }, { weight: grams, load: heavy });
    expect(of(plain, "kilos").nowNamed).toBe("load");
  });

  test("columns under a new name, and compares them", () => {
    const before = { amount: heavy, city: letter, gone: (random) => random.uniform() } satisfies Record<string, Draw>;
    const after = {
      sum: heavy,
      town: letter,
      fresh: (random) => (random.uniform() < 0.5 ? "x" : "y"),
    } satisfies Record<string, Draw>;
    const found = compared(before, after);
    expect(found.columns.map(({ name, nowNamed }) => `${name} ${nowNamed}`).sort()).toEqual([
      "amount sum",
      "city town",
    ]);
    expect([found.removed, found.added]).toEqual([["gone"], ["fresh"]]);
  });

  test("no new name where two columns would fit", () => {
    const found = compared({ a: heavy }, { b: heavy, c: heavy });
    expect(found.columns).toEqual([]);
    expect(found.added).toEqual(["b", "c"]);
  });
});

test("changes are ordered by size, and by importance where it is given", () => {
  const before = drawn({ a: normal, b: normal }, { rows, seed: 1 });
  const after = drawn(
    { a: (random) => random.normal() + 0.6, b: (random) => random.normal() + 1.2 },
    { rows, seed: 2 },
  );
  const names = (importance?: Readonly<Record<string, number>>): string[] =>
    compareProfiles(before, after, importance === undefined ? {} : { importance }).columns.map(({ name }) => name);
  expect(names()).toEqual(["b", "a"]);
  expect(names({ a: 10, b: 1 })).toEqual(["a", "b"]);
});

test("tables that did not change raise no alarm: none in 40 pairs of 12 columns", () => {
  const columns: Record<string, Draw> = {};
  for (let i = 0; i < 8; i++) columns[`n${i}`] = normal;
  for (let i = 0; i < 4; i++) columns[`t${i}`] = letter;
  for (let pair = 0; pair < 40; pair++) {
    const [a, b] = [drawn(columns, { rows: 300, seed: 100 + pair }), drawn(columns, { rows: 300, seed: 500 + pair })];
    // The bars lie above what chance does to 300 rows but once in some 10^5 columns.
    expect(drifted(compareProfiles(a, b))).toEqual([]);
  }
});

test("a drift of 0.6 deviations in 300 rows is found in at least 36 of 40 tables", () => {
  let found = 0;
  for (let pair = 0; pair < 40; pair++) {
    const before = drawn({ x: normal, y: normal }, { rows: 300, seed: 100 + pair });
    const after = drawn({ x: (random) => random.normal() + 0.6, y: normal }, { rows: 300, seed: 500 + pair });
    if (drifted(compareProfiles(before, after)).some(({ name }) => name === "x")) found++;
  }
  expect(found).toBeGreaterThanOrEqual(36);
});
