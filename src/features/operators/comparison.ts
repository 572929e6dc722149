import { defineOperator, flagOf, type Operator } from "../operator.ts";

function compare(name: string, sign: string, holds: (a: number, b: number) => boolean): Operator {
  return defineOperator({
    name,
    takes: ["number", "number"],
    gives: "flag",
    words: ([a, b]) => `${a} ${sign} ${b}`,
    apply: (args) => flagOf(holds(args[0] as number, args[1] as number)),
  });
}

export const comparison: readonly Operator[] = [
  compare("at-least", "≥", (a, b) => a >= b),
  compare("at-most", "≤", (a, b) => a <= b),
  compare("above", ">", (a, b) => a > b),
  compare("below", "<", (a, b) => a < b),
  compare("number-equals", "=", (a, b) => a === b),
  defineOperator({
    name: "text-equals",
    takes: ["text"],
    gives: "flag",
    words: ([a], { value }) => `${a} = "${value}"`,
    apply: (args, { value }) => flagOf(args[0] === value),
  }),
  defineOperator({
    name: "one-of",
    takes: ["text"],
    gives: "flag",
    words: ([a], { values }) => `${a} in {${(values as readonly string[]).join(", ")}}`,
    apply: (args, { values }) => flagOf((values as readonly string[]).includes(args[0] as string)),
  }),
  defineOperator({
    name: "starts-with",
    takes: ["text"],
    gives: "flag",
    words: ([a], { value }) => `${a} starts with "${value}"`,
    apply: (args, { value }) => flagOf((args[0] as string).startsWith(value as string)),
  }),
  defineOperator({
    name: "contains",
    takes: ["text"],
    gives: "flag",
    words: ([a], { value }) => `${a} contains "${value}"`,
    apply: (args, { value }) => flagOf((args[0] as string).includes(value as string)),
  }),
];
