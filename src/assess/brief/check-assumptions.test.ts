import { describe, expect, test } from "vitest";
import { contract, flag, inspect, number, type Row, tableOf, text, time } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import type { AssumptionCheck } from "../../objective/index.ts";
import { on } from "../../system/index.ts";
import { checkAssumptions } from "./check-assumptions.ts";
import type { CheckedAssumption } from "./checked-assumption.ts";

const fields = contract(
  {
    who: text(),
    at: time({ missing: 1 }),
    weight: number({ missing: 1 }),
    bought: flag({ known: "after", missing: 1 }),
    spent: number({ known: "after", missing: 1 }),
    plan: text({ known: "after", missing: 1 }),
  },
  { missingValues: ["?"] },
);
const h = on(fields);
const known = { within: "1d", changedByActing: false } as const;
const system = {
  contract: fields,
  entity: "who",
  time: "at",
  outcomes: {
    bought: h.outcome({ ...known, history: (r) => r.bought }),
    spent: h.outcome({ ...known, history: (r) => r.spent }),
    plan: h.outcome({ ...known, history: (r) => r.plan }),
  },
};
const KINDS = { who: "text", at: "text", weight: "text", bought: "text", spent: "text", plan: "text" } as const;
const NOW = Date.UTC(2026, 0, 31);

/** Rows as a text file gives them, held against one check. */
function checked(check: AssumptionCheck, rows: readonly Row[], now: number | undefined = NOW): CheckedAssumption {
  const inspected = inspect(tableOf(KINDS, rows), fields);
  const all = { system, rows: inspected, ...(now === undefined ? {} : { now }) };
  const [found] = checkAssumptions([{ statement: "So it is.", by: "sales", check }], all);
  return found!;
}

const row = (over: Row = {}): Row => ({
  who: "a",
  at: "2026-01-30",
  weight: "70",
  bought: "yes",
  spent: "3",
  plan: "x",
  ...over,
});
/** So many rows, the days of January one after the other. */
const rows = (count: number, over: (i: number) => Row = () => ({})): readonly Row[] =>
  Array.from({ length: count }, (_, i) => row({ who: `w${i}`, ...over(i) }));

describe("that the data are complete", () => {
  test("is refuted by question marks that mean missing, the worst field first, with rows", () => {
    const gaps = rows(10, (i) => ({ weight: i < 9 ? "?" : "70", spent: i === 4 ? "" : "3" }));
    const found = checked({ check: "complete" }, gaps);
    expect(found.status).toBe("refuted");
    expect(found.message).toBe("Values are missing in 2 of 6 fields (10 rows): `weight`, `spent`.");
    expect(found.worst).toEqual([
      "`weight` is missing in 90.0% of the rows, first in rows 1, 2, 3.",
      "`spent` is missing in 10.0% of the rows, first in row 5.",
    ]);
  });
  test.each([
    ["holds where nothing is missing", { check: "complete" } as const, "held"],
    ["holds of the fields that are named", { check: "complete", fields: ["who", "spent"] } as const, "held"],
    ["holds within what is allowed", { check: "complete", missing: 0.5 } as const, "held"],
    ["stands open for a field that is not there", { check: "complete", fields: ["height"] } as const, "open"],
  ])("%s", (_, check, status) => {
    const half = rows(4, (i) => ({ weight: "missing" in check && i < 2 ? "?" : "70" }));
    expect(checked(check, half).status).toBe(status);
  });
});

describe("that there are so many rows", () => {
  const ten = rows(10, (i) => ({ bought: i < 3 ? "yes" : "no" }));
  test.each([
    [{ check: "rows", atLeast: 10 } as const, "held", "10 rows are there; 10 were assumed."],
    [{ check: "rows", atLeast: 11 } as const, "refuted", "10 rows are there; 11 were assumed."],
    [
      { check: "rows", atLeast: 3, outcome: "bought" } as const,
      "held",
      "3 rows are there where `bought` is yes; 3 were assumed.",
    ],
    [
      { check: "rows", atLeast: 4, outcome: "bought" } as const,
      "refuted",
      "3 rows are there where `bought` is yes; 4 were assumed.",
    ],
    [
      { check: "rows", atLeast: 4, outcome: "plan" } as const,
      "open",
      "There is no outcome `plan` that is a yes or a number.",
    ],
  ])("%o is %s", (check, status, message) => {
    expect(checked(check, ten)).toMatchObject({ status, message });
  });
});

describe("that an outcome lies in a range", () => {
  const fifth = rows(500, (i) => ({ bought: i % 5 === 0 ? "yes" : "no", spent: String(i % 3) }));
  // Wilson's interval of 100 in 500: 0.167 to 0.237.
  test.each([
    [[0.15, 0.25], "held"],
    [[0.18, 0.3], "open"],
    [[0.25, 0.5], "refuted"],
  ] as const)("a share of 20%% within %o is %s", (between, status) => {
    expect(checked({ check: "outcome", outcome: "bought", between }, fifth).status).toBe(status);
  });
  test("is looked at as a mean where it is a number", () => {
    expect(checked({ check: "outcome", outcome: "spent", between: [0.8, 1.2] }, fifth).status).toBe("held");
    expect(checked({ check: "outcome", outcome: "spent", between: [2, 3] }, fifth).status).toBe("refuted");
  });
  test("is refuted by chance in no more than 2.5% of the samples when the truth is an end of the range", () => {
    const runs = 400;
    let wrong = 0;
    for (let run = 0; run < runs; run++) {
      const r = rng({ seed: run, purpose: "edge" });
      const sample = rows(200, () => ({ bought: r.uniform() < 0.3 ? "yes" : "no" }));
      if (checked({ check: "outcome", outcome: "bought", between: [0.1, 0.3] }, sample).status === "refuted") wrong++;
    }
    // Four standard errors of a share of 0.025 in 400 runs.
    expect(wrong / runs).toBeLessThan(0.025 + 4 * Math.sqrt((0.025 * 0.975) / runs));
  });
});

describe("that rows are told once", () => {
  test("is refuted with the rows that repeat", () => {
    const twice = [row(), row({ who: "b" }), row(), row({ who: "b", weight: "?" })];
    expect(checked({ check: "unique", fields: ["who", "weight"] }, twice)).toMatchObject({
      status: "refuted",
      message: "1 of 3 rows repeat the `who`, `weight` of an earlier one.",
      worst: ["Row 3 repeats row 1."],
    });
  });
  test("holds where they differ", () => {
    expect(checked({ check: "unique", fields: ["who"] }, rows(5)).status).toBe("held");
  });
});

describe("when rows come", () => {
  test.each([
    ["2d", "held"],
    ["1h", "refuted"],
  ])("a newest row of the day before is fresh within %s: %s", (within, status) => {
    expect(checked({ check: "fresh", within }, rows(3)).status).toBe(status);
  });
  test("stands open without a clock, or a time", () => {
    const untimed = rows(3, () => ({ at: "?" }));
    expect(checked({ check: "fresh", within: "2d" }, untimed).status).toBe("open");
    const all = { system, rows: inspect(tableOf(KINDS, rows(3)), fields) };
    expect(checkAssumptions([{ statement: "s", check: { check: "fresh", within: "2d" } }], all)[0]?.status).toBe(
      "open",
    );
  });
  test("is steady by the busiest day over the middle one, days without rows among them", () => {
    // One row on each of five days, four on the sixth: 4 times the middle one.
    const days = [1, 2, 3, 4, 5, 6, 6, 6, 6].map((day) => row({ at: `2026-01-0${day}` }));
    expect(checked({ check: "steady", times: 4 }, days).status).toBe("held");
    expect(checked({ check: "steady", times: 3.9 }, days)).toMatchObject({
      status: "refuted",
      worst: ["2026-01-06 has 4 rows."],
    });
    const mostlyNone = [row({ at: "2026-01-01" }), row({ at: "2026-01-09" })];
    expect(checked({ check: "steady", times: 100 }, mostlyNone)).toMatchObject({ status: "refuted" });
  });
});

test("what data cannot tell stands open until somebody answers", () => {
  expect(checked({ check: "experiment" }, rows(1)).status).toBe("open");
  expect(checked({ check: "ask", who: "the ward" }, rows(1))).toMatchObject({
    status: "open",
    message: "The data cannot tell. Ask the ward.",
  });
  expect(checked({ check: "ask", who: "the ward", answer: "yes" }, rows(1)).status).toBe("held");
  expect(checked({ check: "ask", who: "the ward", answer: "no" }, rows(1)).status).toBe("refuted");
});

test("an assumption keeps its words, and who assumes it", () => {
  expect(checked({ check: "experiment" }, rows(1))).toMatchObject({
    statement: "So it is.",
    by: "sales",
    check: "experiment",
  });
});
