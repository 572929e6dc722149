import { expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import { farOutside, farRows, reachOf } from "./index.ts";

const kinds = { age: "number", ward: "text", smokes: "flag", day: "time", empty: "number", note: "text" } as const;
const table = tableOf(
  kinds,
  Array.from({ length: 300 }, (_, i) => ({
    age: i % 10 === 0 ? null : 20 + (i % 61),
    ward: i % 3 === 0 ? "north" : "south",
    smokes: i % 2 === 0,
    day: i * 86_400_000,
    empty: null,
    note: `note ${i}`,
  })),
);

test("a reach is where the numbers end and which texts came; what has no end or no value has none", () => {
  expect(reachOf(table)).toEqual({
    age: { min: 20, max: 80 },
    ward: { levels: ["north", "south"] },
    smokes: null,
    day: { min: 0, max: 299 * 86_400_000 },
    empty: null,
    note: null,
  });
});

test.each([
  [{ age: 80 + 30 }, []],
  [{ age: 80 + 30.1 }, ["age"]],
  [{ age: 20 - 30.1 }, ["age"]],
  [{ age: null, ward: null }, []],
  [{ ward: "east" }, ["ward"]],
  [{ note: "never seen", empty: 1e9, smokes: true }, []],
] as const)("of %j, far outside are %j", (row, far) => {
  expect(farOutside(reachOf(table), row)).toEqual(far);
  expect(farRows(reachOf(table), tableOf(kinds, [{}, row])).get(1) ?? []).toEqual(far);
});
