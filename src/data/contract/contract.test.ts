import { describe, expect, expectTypeOf, test } from "vitest";
import { contract, contractId, type GivenOf } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";

const readmission = contract(
  {
    patient: number({ integer: true, personal: "identifier", unique: true }),
    visits: number({ min: 0, max: 40, missing: 0.1 }),
    age: text({ values: ["[0-10)", "[10-20)"] }),
    name: text(),
    insured: flag({ trueValues: ["Yes"], falseValues: ["No"] }),
    admitted: time({ min: "1999-01-01" }),
    readmitted: text({ values: ["<30", ">30", "NO"], known: "after" }),
  },
  { missingValues: ["?"], exclude: [{ field: "visits", in: [99], because: "a code for unknown" }] },
);
type Given = GivenOf<typeof readmission>;

describe("a contract", () => {
  test("keeps literal types for the system file", () => {
    expectTypeOf<keyof Given>().toEqualTypeOf<"patient" | "visits" | "age" | "name" | "insured" | "admitted">();
    expectTypeOf<Given["age"]>().toEqualTypeOf<"[0-10)" | "[10-20)" | null | undefined>();
    expectTypeOf<Given["name"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Given["insured"]>().toEqualTypeOf<boolean | null | undefined>();
    expectTypeOf<Given["admitted"]>().toEqualTypeOf<Date | string | number | null | undefined>();
    expectTypeOf(readmission.fields.readmitted.known).toEqualTypeOf<"after">();
    expectTypeOf(readmission.fields.readmitted.values).toEqualTypeOf<readonly ("<30" | ">30" | "NO")[] | undefined>();
  });

  test("refuses wrong programs at compile time", () => {
    // @ts-expect-error a text has no minimum
    expect(() => text({ min: 1 })).toThrow("has no option `min`");
    // @ts-expect-error no such field
    const wrong = () => contract({ a: number() }, { exclude: [{ field: "b", in: [1], because: "x" }] });
    expect(wrong).toThrow("names a field `b`");
    // @ts-expect-error not a moment
    expect(() => number({ known: "during" })).toThrow("must be one of before, after");
  });

  test("is frozen plain data with its defaults filled in", () => {
    expect(readmission.fields.visits).toEqual({
      kind: "number",
      known: "before",
      missing: 0.1,
      unique: false,
      min: 0,
      max: 40,
    });
    expect(readmission.fields.admitted.min).toBe(Date.UTC(1999, 0, 1));
    expect(readmission.quarantine).toEqual({ maxShare: 0.01 });
    expect([readmission, readmission.fields, readmission.fields.age, readmission.exclude].every(Object.isFrozen)).toBe(
      true,
    );
  });

  test.each([
    ["bounds the wrong way round", () => number({ min: 2, max: 1 }), "has min 2 above max 1"],
    ["no values at all", () => text({ values: [] }), "at least one text"],
    ["a value twice", () => text({ values: ["a", "a"] }), "not name a value twice"],
    ["a broken pattern", () => text({ pattern: "(" }), "must be a regular expression"],
    ["a share above one", () => number({ missing: 2 }), "between 0 and 1, got 2"],
    ["a bound that is no time", () => time({ min: "yesterday" }), "must be a finite number"],
    ["a word for yes and no", () => flag({ trueValues: ["1"], falseValues: ["1"] }), "both yes and no"],
    [
      "a value that means missing",
      () => contract({ a: text({ values: ["?"] }) }, { missingValues: ["?"] }),
      "means missing",
    ],
    ["no field", () => contract({}), "at least one field"],
    ["a limit above one", () => contract({ a: number() }, { quarantine: { maxShare: 5 } }), "between 0 and 1, got 5"],
  ])("refuses %s", (_, make, words) => {
    expect(make).toThrow(words);
  });

  test("has a version that depends on what it demands and not on its documentation", () => {
    const id = (options: Parameters<typeof number>[0]) => contractId(contract({ a: number(options) }));
    expect(id({ doc: "in days" })).toBe(id({}));
    expect(id({ min: 0 })).not.toBe(id({}));
  });
});
