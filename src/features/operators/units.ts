import { defineOperator, type Operator } from "../operator.ts";
import { converted } from "../units.ts";

export const units: readonly Operator[] = [
  defineOperator({
    name: "convert",
    takes: ["number"],
    gives: "number",
    words: ([a], { from, to }) => `${a} in ${to} (from ${from})`,
    apply: ([a], { from, to }) => converted(a as number, String(from), String(to)),
  }),
];
