import { describe, expect, test } from "vitest";
import { houseOf, readHouse } from "./house.ts";
import type { Rule } from "./rule.ts";
import { cycles } from "./rules/cycles.ts";
import { direction } from "./rules/direction.ts";
import { doors } from "./rules/doors.ts";
import { freshCatalogues } from "./rules/fresh-catalogues.ts";
import { indexLists } from "./rules/index-lists.ts";
import { kebabCase } from "./rules/kebab-case.ts";
import { lightServing } from "./rules/light-serving.ts";
import { pure } from "./rules/pure.ts";
import { quietImports } from "./rules/quiet-imports.ts";
import { quietRooms } from "./rules/quiet-rooms.ts";
import { size } from "./rules/size.ts";
import { textOnly } from "./rules/text-only.ts";
import { typedErrors } from "./rules/typed-errors.ts";

const rules: readonly Rule[] = [
  direction,
  doors,
  cycles,
  size,
  indexLists,
  freshCatalogues,
  lightServing,
  typedErrors,
  quietImports,
  quietRooms,
  pure,
  textOnly,
  kebabCase,
];

const house = readHouse();

test("the house has rooms to look at", () => {
  expect(house.sources.length).toBeGreaterThan(20);
});

describe.each(rules)("$law", (rule) => {
  test("the house keeps this law", () => {
    expect(rule.check(house)).toEqual([]);
  });
  test.each(rule.refuses)("refuses $texts", ({ texts, because }) => {
    expect(rule.check(houseOf(texts)).join("\n")).toMatch(because);
  });
  test.each(rule.accepts.map((texts) => ({ texts })))("accepts $texts", ({ texts }) => {
    expect(rule.check(houseOf(texts))).toEqual([]);
  });
});
