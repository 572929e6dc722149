import fc from "fast-check";
import { expect, test } from "vitest";
import { contract } from "../contract/contract.ts";
import { number, text } from "../contract/declare.ts";
import { inspect } from "../contract/enforce.ts";
import { columnOf } from "../table.ts";
import { soundness } from "./soundness.ts";

test("what is called sound has no row that enforcement refuses", () => {
  const cells = fc.array(fc.option(fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constant(2.5)), { nil: null }), {
    minLength: 1,
    maxLength: 8,
  });
  const fields = fc.record({
    integer: fc.boolean(),
    missing: fc.constantFrom(0, 1),
    min: fc.constantFrom(-5, 0),
    unique: fc.boolean(),
  });
  fc.assert(
    fc.property(cells, fields, (given, rules) => {
      const column = columnOf("x", "number", given);
      const field = number({ ...rules, max: 10 });
      const refused = inspect({ rows: given.length, columns: [column] }, contract({ x: field })).quarantined.rows;
      if (soundness([]).isSound(column, field)) expect(refused).toBe(0);
      // And the other way round, where no value must be the only one of its kind.
      else if (!rules.unique) expect(refused).toBeGreaterThan(0);
    }),
  );
});

test("texts of a growing dictionary are judged as they come", () => {
  const { isSound } = soundness(["?"]);
  const levels = ["ab", "cd"];
  const column = (codes: readonly number[]) => ({
    name: "t",
    kind: "text" as const,
    codes: Int32Array.from(codes),
    levels,
  });
  const field = text({ pattern: "[a-z]+", missing: 0.5 });
  expect(isSound(column([0, 1, -1]), field)).toBe(true);
  levels.push("EF");
  expect(isSound(column([2]), field)).toBe(false);
  expect(isSound(columnOf("u", "text", ["?"]) as ReturnType<typeof column>, field)).toBe(false);
});
