import { describe, expect, test } from "vitest";
import type { RawTable } from "../raw.ts";
import { columnOf } from "../table.ts";
import { contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { diffContracts } from "./diff-contracts.ts";
import { inferContract } from "./infer.ts";
import { writeContract } from "./write-contract.ts";

const ROWS = 100;
const raw = (columns: Record<string, (i: number) => string | null>): RawTable => ({
  rows: ROWS,
  columns: Object.entries(columns).map(([name, cell]) =>
    columnOf(
      name,
      "text",
      Array.from({ length: ROWS }, (_, i) => cell(i)),
    ),
  ),
});
const propose = (cell: (i: number) => string | null) => {
  const { contract: proposed, notes } = inferContract(raw({ x: cell }));
  return { field: proposed.fields.x, missingValues: proposed.missingValues, notes: notes.map((note) => note.text) };
};

describe("a proposed field", () => {
  const plain = { known: "before", missing: 0, unique: false };
  test.each([
    ["whole numbers with room above", (i: number) => `${i % 14}`, number({ integer: true, min: 0, max: 15 })],
    ["shares", (i: number) => `${(i % 10) / 10 + 0.05}`, number({ min: 0, max: 1 })],
    ["numbers below zero", (i: number) => `${(i % 50) - 23.5}`, number({ min: -25, max: 30 })],
    ["days", (i: number) => `2020-01-${String((i % 28) + 1).padStart(2, "0")}`, time()],
    ["yes and no", (i: number) => (i % 3 ? "Yes" : "No"), flag()],
    ["ones and zeros", (i: number) => `${i % 2}`, flag()],
    ["a few texts, sorted", (i: number) => ["b", "a", "None"][i % 3] ?? null, text({ values: ["None", "a", "b"] })],
    ["more than fifty texts", (i: number) => `t${i % 51}`, text()],
    ["a text of its own in every row", (i: number) => `t${i}`, text({ unique: true })],
    ["codes with leading zeros", (i: number) => `0${i % 60}`, text()],
    ["whole numbers beyond 2^53", (i: number) => `90071992547409${93 + (i % 60)}`, text()],
  ])("%s", (_, cell, field) => {
    expect(propose(cell).field).toEqual({ ...plain, ...field });
  });

  test("has room for a little more missing than was seen, and knows the usual markers", () => {
    const { field, missingValues, notes } = propose((i) => (i < 10 ? "?" : i < 20 ? "" : `${i % 7}`));
    expect([field?.kind, field?.missing, missingValues]).toEqual(["number", 0.24, ["?"]]);
    expect(notes).toEqual(['"?" is taken to mean missing']);
  });

  test("stays text, with a warning, when it mixes numbers and words", () => {
    const { field, notes } = propose((i) => (i % 60 === 0 ? "V57" : `${i % 60}`));
    expect(field?.kind).toBe("text");
    expect(notes).toEqual(['is kept as text: most values are numbers, but not all ("V57")']);
  });

  test("is noted when it is constant or has no value at all", () => {
    expect(propose(() => "No").notes).toEqual(["has the same value in every row; it can teach nothing"]);
    expect(propose(() => null).notes).toEqual(["has no value in any row; consider leaving it out"]);
  });

  test("is known only afterwards when it is the label; a label that is not there is refused", () => {
    const table = raw({ age: (i) => `${i % 9}`, died: (i) => (i % 2 ? "yes" : "no") });
    expect(inferContract(table, { label: "died" }).contract.fields.died).toEqual(flag({ known: "after" }));
    expect(() => inferContract(table, { label: "dead" })).toThrow("Did you mean `died`?");
  });

  test("takes typed columns for what they are", () => {
    const columns = [
      columnOf("n", "number", [1.5, 2, null]),
      columnOf("f", "flag", [true]),
      columnOf("t", "time", [0]),
    ];
    const { fields } = inferContract({ rows: 3, columns }).contract;
    expect(Object.values(fields).map(({ kind }) => kind)).toEqual(["number", "flag", "time"]);
  });
});

test("a proposal is written as a contract file that a person can read", () => {
  const table = raw({
    patient: (i) => `${i + 20_000}`,
    "glyburide-metformin": (i) => (i % 2 ? "No" : "Steady"),
    weight: (i) => (i % 2 ? "?" : "[50-75)"),
    died: (i) => (i % 2 ? "yes" : "no"),
  });
  expect(
    writeContract(inferContract(table, { label: "died" })),
  ).toBe(`import { contract, flag, number, text } from "alidade";

// Proposed from data. Read it, correct it, and mark what is known only after a decision with \`known: "after"\`.
// "?" is taken to mean missing.
export default contract({
  // \`patient\` has a value of its own in each of 100 rows (a guess).
  // \`patient\` is taken for personal data (identifier): its name says so (a guess).
  patient: number({ unique: true, personal: "identifier", integer: true }),
  "glyburide-metformin": text({ values: ["No", "Steady"] }),
  // \`weight\` has the same value in every row; it can teach nothing.
  weight: text({ missing: 0.6, values: ["[50-75)"] }),
  died: flag({ known: "after" }),
}, { missingValues: ["?"] });
`);
});

describe("the difference between two contracts", () => {
  const before = contract({ age: number({ max: 90 }), sex: text({ values: ["f", "m"] }), gone: flag() });
  test("is told in words", () => {
    const after = contract(
      { age: number({ max: 100, missing: 0.1 }), sex: text({ values: ["f", "x"] }), born: time() },
      { missingValues: ["?"] },
    );
    expect(diffContracts(before, after)).toEqual([
      { change: "changed", name: "age", words: "missing was 0, becomes 0.1; max was 90, becomes 100" },
      { change: "changed", name: "sex", words: 'values gain "x", values lose "m"' },
      { change: "removed", name: "gone", words: "was flag()" },
      { change: "added", name: "born", words: "time()" },
      { change: "changed", name: "missingValues", words: 'was [], becomes ["?"]' },
    ]);
  });
  test("is nothing between equals", () => {
    expect(diffContracts(before, before)).toEqual([]);
  });
});

describe("a proposal goes beyond kinds and ranges", () => {
  const many = (cell: (i: number) => string | null, rows = 200) => Array.from({ length: rows }, (_, i) => cell(i));
  const day = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 86_400_000).toISOString();
  const propose = (columns: Record<string, (string | null)[]>) =>
    inferContract({
      rows: Object.values(columns)[0]?.length ?? 0,
      columns: Object.entries(columns).map(([name, cells]) => columnOf(name, "text", cells)),
    });

  test("an order of times that always holds, with enough rows that show it", () => {
    const { contract, notes } = propose({ admitted: many(day), discharged: many((i) => day(i + (i % 5))) });
    expect(contract.rules).toEqual([
      {
        name: "discharged-at-least-admitted",
        because: "it was so in every row",
        must: { field: "discharged", atLeast: { field: "admitted" } },
      },
    ]);
    expect(notes[0]).toEqual({
      text: "rule discharged-at-least-admitted held in all 200 rows that have both (a guess)",
      reason: true,
    });
    const broken = propose({ admitted: many(day), discharged: many((i) => day(i === 7 ? 0 : i + 1)) });
    expect(broken.contract.rules).toBeUndefined();
    expect(propose({ a: many(day), b: many(day) }).contract.rules).toBeUndefined();
    expect(propose({ a: many(day, 50), b: many((i) => day(i + 1), 50) }).contract.rules).toBeUndefined();
  });

  test("numbers stand in an order only where their names promise one", () => {
    const { contract } = propose({
      price_min: many((i) => `${i}`),
      price_max: many((i) => `${i + 3}`),
      age: many((i) => `${i + 9}`),
    });
    expect(contract.rules?.map(({ name }) => name)).toEqual(["price-max-at-least-price-min"]);
  });

  test("patterns of codes and of common shapes", () => {
    const { contract } = propose({
      code: many((i) => `AB-${1_000 + i}`),
      mail: many((i) => `u${i}@example.org`),
      free: many((i) => `${"abc".slice(i % 3)} ${i}`),
    });
    expect(contract.fields.code?.pattern).toBe("[A-Z]{2}-\\d{4}");
    expect(contract.fields.mail).toMatchObject({ personal: "contact", unique: true });
    expect(new RegExp(`^(?:${contract.fields.mail?.pattern})$`, "u").test("a@b.c")).toBe(true);
    expect(contract.fields.free?.pattern).toBeUndefined();
  });

  test("what looks like personal data by its name, and what only contains such a word does not", () => {
    const { contract } = propose({
      dateOfBirth: many(() => "x"),
      patient_nbr: many((i) => `${i}`),
      passage: many(() => "y"),
      page: many(() => "z"),
    });
    const classes = Object.entries(contract.fields).map(([name, { personal }]) => [name, personal]);
    expect(Object.fromEntries(classes)).toEqual({
      dateOfBirth: "birth",
      patient_nbr: "identifier",
      passage: undefined,
      page: undefined,
    });
  });
});

test("a contract that is written and read again is the same", () => {
  const whole = contract(
    {
      patient: number({ integer: true, unique: true, personal: "own:study", unit: "count", median: { min: 1 } }),
      came: time({ zone: "Europe/Berlin", ahead: "5m", min: "2000-01-01" }),
      left: time({ missing: 0.5, references: "rows.came" }),
      session: text({ missing: 1, absentIn: ["training"], pattern: "\\\\w+" }),
      died: flag({ known: "after" }),
    },
    {
      missingValues: ["?"],
      exclude: [{ field: "patient", in: [7], because: "a test" }],
      quarantine: { maxShare: 0.1 },
      rules: [
        { name: "order", because: "nobody leaves before coming", must: { field: "left", atLeast: { field: "came" } } },
        {
          name: "late",
          because: "a rule so long that it does not fit on one line",
          when: { field: "died", is: true },
          must: { field: "came", above: "2020-01-01" },
        },
      ],
      unique: [["patient", "came"]],
      rows: { min: 10 },
      shares: [
        { field: "died", is: true, max: 0.5 },
        { field: "came", is: null, max: 0 },
      ],
      fresh: { field: "came", within: "2d" },
    },
  );
  const source = writeContract({ contract: whole, notes: [] });
  const body = source.replace(/^import.*$/m, "").replace("export default", "return");
  const read = new Function("contract", "flag", "number", "text", "time", body)(contract, flag, number, text, time);
  expect(read).toEqual(whole);
});
