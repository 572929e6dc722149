import type { Param } from "../../../kernel/index.ts";

/** A list of different names; empty by default. */
export function namesParam(doc: string): Param<readonly string[]> {
  return {
    default: [],
    doc,
    allowed: "a list of different names",
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) &&
      value.every((name) => typeof name === "string" && name !== "") &&
      new Set(value).size === value.length,
    invalid: ["name", [1], [""], ["a", "a"], null],
  };
}
