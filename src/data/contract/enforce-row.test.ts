import { describe, expect, test } from "vitest";
import { contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { enforceRow } from "./enforce-row.ts";

const visits = contract(
  {
    visits: number({ integer: true, min: 0, max: 40 }),
    weight: number({ missing: 0.5 }),
    age: text({ values: ["young", "old"] }),
    insured: flag(),
    admitted: time({ max: "2030-01-01" }),
    readmitted: flag({ known: "after" }),
  },
  { missingValues: ["?"] },
);
const good = { visits: 3, age: "old", insured: true, admitted: "2020-01-01" };

describe("one row for a decision", () => {
  test("comes out as the fields known before, with null for what is absent", () => {
    expect(enforceRow(good, visits)).toEqual({
      row: { visits: 3, weight: null, age: "old", insured: true, admitted: Date.UTC(2020, 0, 1) },
      breaches: [],
    });
  });

  test("takes a date as a Date, as ISO text and as milliseconds", () => {
    const at = Date.UTC(2021, 4, 6);
    for (const admitted of [new Date(at), "2021-05-06T00:00:00Z", at])
      expect(enforceRow({ ...good, admitted }, visits).row.admitted).toBe(at);
  });

  test("is flagged, not refused, where a value is not allowed or absent", () => {
    const given = { visits: 41.5, age: "?", insured: null, admitted: "2031-01-01" };
    const { row, breaches } = enforceRow(given, visits);
    expect(row).toMatchObject({ visits: 41.5, age: null, insured: null });
    expect(breaches).toEqual([
      { field: "visits", rule: "integer", value: 41.5 },
      { field: "age", rule: "missing", value: null },
      { field: "insured", rule: "missing", value: null },
      { field: "admitted", rule: "range", value: Date.UTC(2031, 0, 1) },
    ]);
    expect(enforceRow({ ...good, age: "middle" }, visits).breaches).toEqual([
      { field: "age", rule: "values", value: "middle" },
    ]);
  });

  test("is refused with every wrong type, unknown field and field of the future at once", () => {
    const given = { visits: "three", weight: Number.NaN, insured: 1, admitted: "soon", readmitted: true, vists: 3 };
    expect(() => enforceRow(given, visits)).toThrow(
      [
        "`readmitted` is known only after the decision; it cannot be given.",
        "`vists` is not a field of the contract. Did you mean `visits`?",
        '`visits` must be a finite number. Got "three".',
        "`weight` must be a finite number. Got NaN.",
        "`insured` must be true or false. Got 1.",
        '`admitted` must be a time: ISO text or milliseconds since 1970. Got "soon".',
      ].join("\n"),
    );
  });

  test.each([[null], [[]], ["x"], [7]])("refuses %j instead of an object", (given) => {
    expect(() => enforceRow(given, visits)).toThrow("must be an object");
  });

  test("takes nothing from the prototype of what was given", () => {
    expect(() => enforceRow(JSON.parse('{"__proto__": {"visits": 1}}'), visits)).toThrow("`__proto__` is not a field");
  });
});
