import fc from "fast-check";
import { expect, test } from "vitest";
import { rowOf } from "../table.ts";
import { contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { rowsEnforcer } from "./enforce-many.ts";
import { rowEnforcer } from "./enforce-row.ts";

const posts = contract(
  {
    age: number({ min: 0, max: 40, missing: 1 }),
    likes: number({ integer: true }),
    topic: text({ values: ["news", "sport"], missing: 1 }),
    note: text({ pattern: "[a-c]*", maxLength: 3 }),
    removed: flag({ missing: 1 }),
    opened: time({ missing: 1 }),
    clicked: flag({ known: "after" }),
  },
  {
    missingValues: ["NA"],
    rules: [{ name: "few", when: { field: "removed", is: true }, must: { field: "likes", atMost: 5 }, because: "so" }],
  },
);

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  age: fc.constantFrom(3, -1, 41, 0, -0, null, undefined, 2.5),
  likes: fc.constantFrom(1, 9, 2.5, 2 ** 60, null),
  topic: fc.constantFrom("news", "sport", "other", "NA", " ", null, "\ud800"),
  note: fc.constantFrom("abc", "abca", "x", "", null),
  removed: fc.constantFrom(true, false, null),
  opened: fc.constantFrom("2026-01-01T10:00:00Z", 17, new Date(5), null),
};
const odd: fc.Arbitrary<object> = fc.constantFrom(
  { age: "3" },
  { likes: Number.NaN },
  { removed: 1 },
  { opened: "soon" },
  { clicked: true },
  { stranger: 1 },
  { topic: 7 },
);
const some = fc.record(values, { requiredKeys: [] });

test("rows that share values are judged together as each is by itself", () => {
  const [many, one] = [rowsEnforcer(posts), rowEnforcer(posts)];
  fc.assert(
    fc.property(some, fc.array(some, { minLength: 1, maxLength: 20 }), (shared, own) => {
      const found = many(shared, own)!;
      for (const [i, mine] of own.entries()) {
        const alone = one({ ...shared, ...mine });
        expect(rowOf(found.table, i)).toEqual(alone.row);
        expect(found.breaches[i]).toEqual(alone.breaches);
      }
    }),
    { numRuns: 300 },
  );
});

test("where one of them would be refused, all are left to be judged by themselves", () => {
  const [many, one] = [rowsEnforcer(posts), rowEnforcer(posts)];
  fc.assert(
    fc.property(
      fc.record({ shared: some, own: fc.array(some, { maxLength: 4 }), strange: odd, isShared: fc.boolean() }),
      (of) => {
        const { shared, own, strange, isShared } = of;
        const base = isShared ? { ...shared, ...strange } : shared;
        const rows = isShared ? [...own, {}] : [...own, { ...shared, ...strange }];
        expect(many(base, rows)).toBeUndefined();
        expect(() => rows.forEach((row) => void one({ ...base, ...row }))).toThrow(/./);
      },
    ),
  );
});
