import { describe, expect, test } from "vitest";
import { type Column, columnOf } from "../../data/index.ts";
import { honestTable } from "../planted.conformance.ts";
import { identifierSuspects } from "./identifiers.ts";

const { features, entity, rows, draws } = honestTable(1);
const found = (...columns: readonly Column[]) =>
  identifierSuspects({ features: { rows, columns: [...features.columns, ...columns] }, entity }).map(
    ({ field, why }) => [field, why],
  );
const numbers = (name: string, of: (row: number) => number): Column => ({
  name,
  kind: "number",
  values: Float64Array.from({ length: rows }, (_, row) => of(row)),
});
const texts = (name: string, of: (row: number) => string): Column =>
  columnOf(
    name,
    "text",
    Array.from({ length: rows }, (_, row) => of(row)),
  );

describe("an identifier among the features", () => {
  test("is none in an honest table", () => {
    expect(found()).toEqual([]);
  });

  test.each([
    ["a text that hardly repeats", texts("note", (row) => `note ${row}`), "hardly-repeats"],
    ["a running number in any order", numbers("case", (row) => 80_000 + ((row * 7919) % rows)), "counts-rows"],
    ["a second name of the entity", texts("account", (row) => `a${entity[row]}`), "names-entity"],
    ["a number of the entity", numbers("account", (row) => 5_000 + 3 * entity[row]!), "names-entity"],
  ])("is %s", (_, column, why) => {
    expect(found(column)).toEqual([[column.name, why]]);
  });

  test.each([
    ["an amount that never repeats", numbers("amount", () => draws.normal())],
    ["cents that never repeat, far apart", numbers("cents", (row) => row * 1e9 + draws.integer(1e8))],
    ["a measure of the entity", numbers("height", (row) => Math.sin(entity[row]!) * 1e3)],
    ["a category", texts("city", (row) => `city ${row % 40}`)],
  ])("is not %s", (_, column) => {
    expect(found(column)).toEqual([]);
  });
});
