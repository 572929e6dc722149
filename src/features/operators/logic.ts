import { defineOperator, FALSE, flagOf, isMissing, type Operator, TRUE } from "../operator.ts";

/** Three-valued logic (Kleene): what one side settles does not depend on a missing other side. */
export const logic: readonly Operator[] = [
  defineOperator({
    name: "and",
    takes: ["flag", "flag"],
    gives: "flag",
    seesMissing: true,
    words: ([a, b]) => `(${a} and ${b})`,
    apply: ([a, b]) => {
      if (a === FALSE || b === FALSE) return FALSE;
      return isMissing(a) || isMissing(b) ? Number.NaN : TRUE;
    },
  }),
  defineOperator({
    name: "or",
    takes: ["flag", "flag"],
    gives: "flag",
    seesMissing: true,
    words: ([a, b]) => `(${a} or ${b})`,
    apply: ([a, b]) => {
      if (a === TRUE || b === TRUE) return TRUE;
      return isMissing(a) || isMissing(b) ? Number.NaN : FALSE;
    },
  }),
  defineOperator({
    name: "not",
    takes: ["flag"],
    gives: "flag",
    words: ([a]) => `not ${a}`,
    apply: ([a]) => flagOf(a === FALSE),
  }),
  defineOperator({
    name: "when",
    takes: ["flag", "same", "same"],
    gives: "same",
    seesMissing: true,
    words: ([condition, yes, no]) => `(if ${condition} then ${yes} else ${no})`,
    apply: ([condition, yes, no]) => {
      if (isMissing(condition)) return typeof yes === "string" || typeof no === "string" ? null : Number.NaN;
      return (condition === TRUE ? yes : no) ?? null;
    },
  }),
];
