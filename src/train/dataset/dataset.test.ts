import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, type Row, tableOf, text } from "../../data/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on } from "../../system/index.ts";
import { datasetOf, labelConstant } from "../index.ts";

const fields = contract({
  id: text(),
  age: number(),
  note: text({ missing: 1 }),
  called: flag({ known: "after" }),
  back: flag({ known: "after", missing: 1 }),
  grade: text({ values: ["a", "b", "c"], known: "after", missing: 1 }),
});
const kinds = { id: "text", age: "number", note: "text", called: "flag", back: "flag", grade: "text" } as const;
const h = on(fields);
const features = h.features((r) => ({ age: r.age, note: r.note }));

function systemOf(changedByActing: boolean) {
  return h.system({
    name: "s",
    source: csv("s.csv"),
    entity: "id",
    objective: { ...unstated({ act: "call", otherwise: "skip" }), outcome: "back" },
    outcomes: {
      back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing, acted: (r) => r.called }),
      grade: h.outcome({ within: "1d", history: (r) => r.grade, changedByActing: false }),
    },
    features,
    rule: (f) => f.age.atLeast(60),
    heads: {},
    weights: {},
    filters: [
      { name: "minor", when: (f) => f.age.below(18) },
      { name: "asked-not-to", when: (f) => f.note.equals("no calls") },
    ],
    policy: actIf({ threshold: 0.5 }),
    slices: ["grade"],
  });
}

/** Sixty rows: twenty pairs of the same entity and twenty alone; every third a yes. */
const rows: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  id: `p${i % 40}`,
  age: i === 5 ? null : 10 + i,
  note: i === 20 ? "no calls" : null,
  called: i % 6 === 0,
  back: i === 7 || i === 8 ? null : i % 3 === 0,
  grade: i === 9 ? null : ["c", "a", "b"][i % 3]!,
}));
const table = tableOf(kinds, rows);

describe("a dataset", () => {
  const data = datasetOf(systemOf(false), table);

  test("leaves out the rows whose priced outcome is not known, and counts them", () => {
    expect(data).toMatchObject({ rows: 58, unlabelled: 2, acted: 0 });
    expect(data.features.rows).toBe(58);
    expect([...data.labels.back!.values].filter((value) => value === 1)).toHaveLength(20);
  });

  test("leaves out the acted rows where acting changes the outcome, and only there", () => {
    const untreated = datasetOf(systemOf(true), table);
    expect(untreated).toMatchObject({ rows: 48, unlabelled: 2, acted: 10 });
    expect([...untreated.labels.back!.values].filter((value) => value === 1)).toHaveLength(10);
  });

  test("numbers the classes of a text outcome by name; a missing one is NaN", () => {
    const { values, classes } = data.labels.grade!;
    expect(classes).toEqual(["a", "b", "c"]);
    expect([...values.subarray(0, 10)]).toEqual([2, 0, 1, 2, 0, 1, 2, Number.NaN, 0, 1]);
  });

  test("numbers the entities, so that rows of one have one number", () => {
    expect(data.entity[0]).toBe(data.entity[38]);
    expect(new Set(data.entity).size).toBe(40);
  });

  test("takes a missing answer of the rule and of a filter for a no", () => {
    expect([...data.rule].map((acts, i) => (acts === 1 ? i : -1)).filter((i) => i >= 0)[0]).toBe(48);
    expect(data.rule[5]).toBe(0);
    expect([...data.blocked].flatMap((one, i) => (one === 1 ? [i] : []))).toEqual([0, 1, 2, 3, 4, 6, 18]);
  });

  test("offers for the leakage check what is known before, less who and when", () => {
    expect(data.before.columns.map(({ name }) => name)).toEqual(["age", "note"]);
    expect(data.slices.columns.map(({ name }) => name)).toEqual(["grade"]);
  });

  test.each([
    [0, /`back` is no in all 60 rows/],
    [9, /`back` is yes in only 9 of 60 rows/],
    [51, /`back` is no in only 9 of 60 rows/],
    [60, /`back` is yes in all 60 rows/],
  ])("with %i of 60 positive is refused", (positives, words) => {
    const one = tableOf(
      kinds,
      rows.map((row, i) => ({ ...row, back: i < positives })),
    );
    expect(() => datasetOf(systemOf(false), one)).toThrow(expect.objectContaining({ code: labelConstant.code }));
    expect(() => datasetOf(systemOf(false), one)).toThrow(words);
  });
});
