import { defineOperator, flagOf, isMissing, type Operator } from "../operator.ts";

export const missing: readonly Operator[] = [
  defineOperator({
    name: "is-missing",
    takes: ["any"],
    gives: "flag",
    seesMissing: true,
    words: ([a]) => `${a} is missing`,
    apply: ([a]) => flagOf(isMissing(a)),
  }),
  defineOperator({
    name: "or-else",
    takes: ["same", "same"],
    gives: "same",
    seesMissing: true,
    words: ([a, b]) => `(${a}, else ${b})`,
    apply: ([a, b]) => (isMissing(a) ? (b ?? null) : (a ?? null)),
  }),
];
