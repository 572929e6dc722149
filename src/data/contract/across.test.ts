import { describe, expect, test } from "vitest";
import type { RawTable } from "../raw.ts";
import { type Cell, columnOf, type Kind } from "../table.ts";
import { batchEnforcer } from "./batch-enforcer.ts";
import { contract, contractId } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { enforce, inspect } from "./enforce.ts";
import { rowEnforcer } from "./enforce-row.ts";
import { keysOf } from "./key-set.ts";

const DAY = 86_400_000;
const at = Date.UTC(2026, 0, 10);
const raw = (columns: Record<string, readonly Cell[]>, kinds: Record<string, Kind> = {}): RawTable => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns: Object.entries(columns).map(([name, cells]) => columnOf(name, kinds[name] ?? "text", cells)),
});
const said = (table: RawTable, of: Parameters<typeof inspect>[1], options = {}) =>
  inspect(table, of, options).quarantined.records.map(({ row, reasons }) => `${row} ${reasons.join("; ")}`);

describe("rules over several fields of a row", () => {
  const stays = contract(
    {
      came: time(),
      left: time({ missing: 1 }),
      dead: flag({ missing: 1 }),
      sex: text({ missing: 1 }),
      births: number(),
    },
    {
      rules: [
        { name: "order", because: "nobody leaves before", must: { field: "left", atLeast: { field: "came" } } },
        { name: "dead-stay", because: "…", when: { field: "dead", is: true }, must: { field: "left", missing: true } },
        { name: "men", because: "…", when: { field: "sex", in: ["m"] }, must: { field: "births", atMost: 0 } },
        { name: "founded", because: "…", must: { field: "came", above: "2000-01-01" } },
      ],
    },
  );

  test("are held against every row; what is missing settles nothing", () => {
    const table = raw({
      came: ["2026-01-02", "2026-01-02", "2026-01-02", "2026-01-02", "1999-01-01"],
      left: ["2026-01-01", null, "2026-01-02", null, null],
      dead: ["no", null, "yes", "yes", "no"],
      sex: ["m", "f", "f", null, "m"],
      births: ["0", "2", "0", "1", "1"],
    });
    expect(said(table, stays)).toEqual([
      "1 left: rule order",
      "3 left: rule dead-stay",
      "5 births: rule men; came: rule founded",
    ]);
    expect(inspect(table, stays).quarantined.reasons[0]).toMatchObject({
      demand: "`left` at least `came`: nobody leaves before",
      examples: [{ row: 1, value: "left 2026-01-01, came 2026-01-02" }],
    });
  });

  test("are held against what a caller gives, by name and with all that they read", () => {
    const { breaches } = rowEnforcer(stays)({ came: "2026-01-02", left: "2026-01-01", births: 0 });
    expect(breaches).toEqual([
      { field: "left", rule: "rule", value: Date.UTC(2026, 0, 1), across: { name: "order", reads: ["left", "came"] } },
    ]);
  });

  test("are not asked where a field that they read is absent", () => {
    const paid = contract(
      { price: number(), paid: number({ known: "after" }) },
      { rules: [{ name: "paid", because: "…", must: { field: "paid", atLeast: { field: "price" } } }] },
    );
    expect(rowEnforcer(paid)({ price: 3 }).breaches).toEqual([]);
    expect(said(raw({ price: ["3"], paid: ["2"] }), paid)).toEqual(["1 paid: rule paid"]);
  });

  test.each([
    ["names a field `lft` it lacks; `left` is there", { must: { field: "lft", missing: true } }],
    ["compares `left`, a time, with `births`, a number", { must: { field: "left", below: { field: "births" } } }],
    ["orders `sex`, a text", { must: { field: "sex", below: 3 } }],
    ["must name a number, got x", { must: { field: "births", is: "x" } }],
    ["must say `because`", { because: " ", must: { field: "births", is: 1 } }],
    ["must hold `births` against is, in, missing, atLeast", { must: { field: "births" } }],
  ])("are refused when they cannot be kept: %s", (problem, rule) => {
    const declare = () => contract(stays.fields, { rules: [{ name: "r", because: "…", ...rule } as never] });
    expect(declare).toThrow(problem);
  });
});

describe("what whole tables must keep", () => {
  test("combinations that occur once; a row that breaks something else takes none", () => {
    const of = contract({ a: text(), b: number({ max: 2 }) }, { unique: [["a", "b"]] });
    expect(said(raw({ a: ["x", "x", "x", "y", "x"], b: ["1", "9", "2", "1", "1"] }), of)).toEqual([
      "2 b: range",
      "5 a, b: unique",
    ]);
  });

  test("values that must be keys of another table, and the answer says when there was none", () => {
    const of = contract({ drug: text({ missing: 1, references: "drugs.code" }), n: number({ references: "rows.id" }) });
    const table = raw({ drug: ["a", "z", null], n: ["1", "2", "3"] });
    const keys = {
      "drugs.code": keysOf([columnOf("code", "text", ["a", "b"])]),
      "rows.id": keysOf([columnOf("id", "number", [1, 2])]),
    };
    expect(said(table, of, { keys })).toEqual(["2 drug: reference", "3 n: reference"]);
    expect(inspect(table, of, { keys: { "rows.id": keys["rows.id"] } }).remarks).toEqual([
      "Whether `drug` is among the keys of drugs.code was not judged: they were not at hand.",
    ]);
  });

  test("how many rows, which shares, how fresh: the table is refused, no row is", () => {
    const of = contract(
      { at: time(), sex: text({ missing: 1 }), paid: flag() },
      {
        rows: { min: 5, max: 10 },
        shares: [
          { field: "sex", is: "f", min: 0.4, max: 0.6 },
          { field: "sex", is: null, max: 0.2 },
          { field: "paid", is: true, min: 0.5 },
        ],
        fresh: { field: "at", within: "2d" },
      },
    );
    const day = "2026-01-07";
    const table = raw({ at: [day, day, day, day], sex: ["f", "f", "m", null], paid: ["1", "1", "0", "0"] });
    expect(inspect(table, of, { now: at }).bounds.map(({ message }) => message)).toEqual([
      "There are 4 rows; the contract wants 5 to 10.",
      '`sex` is "f" in 66.7% of the rows; the contract wants 40% to 60%.',
      "`sex` is missing in 25% of the rows; the contract wants at most 20%.",
      "The newest `at` is 3 days old; the contract allows 2 days.",
    ]);
    expect(() => enforce(table, of, { now: at })).toThrow(expect.objectContaining({ code: "data.bounds-broken" }));
    expect(inspect(table, of).remarks).toEqual(["How fresh the rows are was not judged: no clock was given."]);
  });

  test("a median within bounds; outside, the unit that it looks like is named", () => {
    const weights = contract({ kg: number({ unit: "kg", median: { min: 50, max: 110 } }) });
    const of = (...values: number[]) => inspect(raw({ kg: values }, { kg: "number" }), weights).bounds[0]?.message;
    expect(of(70, 80, 4_000)).toBeUndefined();
    expect(of(70_000, 80_000, 90)).toContain(
      "is above what the contract wants, 50 to 110 kg. The values look like g, not kg.",
    );
    expect(of(150, 160, 170)).toContain("The values look like lb, not kg.");
    const amounts = contract({ n: number({ median: { min: 10, max: 20 } }) });
    expect(inspect(raw({ n: [15_000, 14_000] }, { n: "number" }), amounts).bounds[0]?.message).toContain(
      "multiplied by 1000",
    );
  });
});

describe("bad input says what it looks like", () => {
  const lenient = { quarantine: { maxShare: 1 } };

  test("values in another unit, where most are out of range", () => {
    const of = contract({ m: number({ unit: "m", min: 0.3, max: 2.5 }) }, lenient);
    const { remarks } = inspect(raw({ m: ["170", "181", "1.7", "165"] }), of);
    expect(remarks).toEqual(["3 values of `m` are out of range. The values look like cm, not m."]);
  });

  test("a column that goes on under another name, by its name or by what it holds", () => {
    const of = contract({ sex: text({ values: ["f", "m"] }), visits: number({ max: 5 }) });
    expect(() => inspect(raw({ c2: ["f", "m"], visits: ["1", "2"], city: ["x", "y"] }), of)).toThrow(
      "`c2` looks like `sex` renamed: of the columns that no field names, it alone holds what the field allows.",
    );
    expect(() => inspect(raw({ sex: ["f"], visit: ["1"] }), of)).toThrow("Did you mean `visit`? It holds what");
  });

  test("columns that change in mid-stream, and from which row on", () => {
    const enforcer = batchEnforcer(contract({ sex: text({ values: ["f", "m"] }), visits: number() }));
    enforcer.take(raw({ sex: ["f", "m"], visits: ["1", "2"] }));
    const next = () => enforcer.take(raw({ gender: ["f", "m"], visits: ["1", "2"] }));
    expect(next).toThrow("After row 2: The data has no column `sex`. `gender` looks like `sex` renamed");
    expect(next).toThrow(expect.objectContaining({ code: "data.columns-changed" }));
    expect(enforcer.soFar().rows).toBe(2);
  });

  test("texts that were read in another encoding", () => {
    const of = contract({ city: text() }, lenient);
    const table = raw({ city: ["Köln", "K\uFFFDln", "KÃ¶ln", "São Paulo"] });
    expect(said(table, of)).toEqual(["2 city: encoding"]);
    expect(inspect(table, of).remarks).toEqual([
      '`city` holds texts that look like UTF-8 read in another encoding, such as "KÃ¶ln".',
    ]);
  });

  test("local times of a zone; those that its clocks show twice or never are refused", () => {
    const of = contract({ at: time({ zone: "Europe/Berlin" }) }, lenient);
    const table = raw({
      at: ["2026-07-01 12:00", "2026-01-01 12:00", "2026-10-25 02:30", "2026-03-29 02:30", "2026-10-25T02:30:00+01:00"],
    });
    const found = inspect(table, of);
    expect(said(table, of)).toEqual(["3 at: zone", "4 at: zone"]);
    expect(found.quarantined.reasons[0]?.demand).toContain("show once; write its offset, such as +02:00");
    expect(found.table.columns[0]).toMatchObject({
      values: Float64Array.of(Date.UTC(2026, 6, 1, 10), Date.UTC(2026, 0, 1, 11), Date.UTC(2026, 9, 25, 1, 30)),
    });
    expect(rowEnforcer(of)({ at: "2026-10-25 02:30" }).breaches).toMatchObject([{ field: "at", rule: "zone" }]);
  });

  test("times ahead of the clock by more than is tolerated", () => {
    const of = contract({ at: time({ ahead: "5m" }) }, lenient);
    const table = raw({ at: [at, at + 300_000, at + 300_001, at + DAY] }, { at: "time" });
    expect(said(table, of, { now: at })).toEqual(["3 at: future", "4 at: future"]);
    expect(said(table, of)).toEqual([]);
  });
});

describe("environments", () => {
  const of = contract({ visits: number(), session: text({ absentIn: ["training"] }), label: flag({ known: "after" }) });

  test("training lacks what only a caller has, serving what is known only afterwards", () => {
    const { table } = inspect(raw({ visits: ["1"], label: ["yes"] }), of);
    expect(table.columns.map(({ name }) => name)).toEqual(["visits", "session", "label"]);
    const served = inspect(raw({ visits: ["1"], session: ["a"] }), of, { environment: "serving" });
    expect(served.quarantined.rows).toBe(0);
    expect(rowEnforcer(of)({ visits: 1 }).breaches).toMatchObject([{ field: "session", rule: "missing" }]);
  });

  test("what serving lacks cannot be known before a decision", () => {
    expect(() => number({ absentIn: ["serving"] as never })).toThrow('must be `known: "after"`');
  });
});

test("what is declared wrongly does not compile, and is refused where there are no types", () => {
  const fields = { n: number(), t: time(), w: text({ values: ["a", "b"] }) };
  // @ts-expect-error no such field
  expect(() => contract(fields, { unique: [["n", "x"]] })).toThrow("names a field `x` it lacks");
  // @ts-expect-error a number has no text
  expect(() => contract(fields, { shares: [{ field: "n", is: "a", max: 1 }] })).toThrow("must name a number");
  // @ts-expect-error no such value
  expect(() => contract(fields, { shares: [{ field: "w", is: "c", max: 1 }] })).toThrow("does not allow");
  // @ts-expect-error a number is no time
  expect(() => contract(fields, { fresh: { field: "n", within: "1d" } })).toThrow("must name a time");
  const rule = () =>
    contract(fields, {
      // @ts-expect-error a number is not compared with a time
      rules: [{ name: "r", because: "…", must: { field: "n", above: { field: "t" } } }],
    });
  expect(rule).toThrow("compares `n`, a number, with `t`, a time");
  // @ts-expect-error no such class of personal data
  expect(() => number({ personal: "identifer" })).toThrow("must be identifier");
  expect(number({ personal: "own:loyalty" }).personal).toBe("own:loyalty");
  // @ts-expect-error no length of time
  expect(() => time({ ahead: "soon" })).toThrow("must be 0 or a length of time");
  expect(() => time({ zone: "Europe/Atlantis" })).toThrow("must be a time zone");
  expect(() => number({ median: {} })).toThrow("must have a min, a max or both");
  expect(() => contract(fields, { rows: { min: 5, max: 2 } })).toThrow("has min 5 above max 2");
});

test("a contract without any of this has the id that it always had", () => {
  const plain = contract({ a: number({ max: 5 }) }, { missingValues: ["?"] });
  expect(Object.keys(plain)).toEqual(["fields", "missingValues", "exclude", "quarantine"]);
  expect(contractId(contract({ a: number({ max: 5 }) }, { missingValues: ["?"], rows: { min: 1 } }))).not.toBe(
    contractId(plain),
  );
});
