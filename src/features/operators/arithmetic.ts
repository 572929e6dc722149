import { log1p } from "../../kernel/index.ts";
import type { Options } from "../node.ts";
import { defineOperator, type Operator, type Scalar } from "../operator.ts";

function binary(name: string, sign: string, apply: (a: number, b: number) => number): Operator {
  return defineOperator({
    name,
    takes: ["number", "number"],
    gives: "number",
    words: ([a, b]) => `(${a} ${sign} ${b})`,
    apply: (args) => apply(args[0] as number, args[1] as number),
  });
}

function unary(name: string, apply: (a: number, options: Options) => number): Operator {
  return defineOperator({
    name,
    takes: ["number"],
    gives: "number",
    words: ([a]) => `${name}(${a})`,
    apply: (args: readonly Scalar[], options) => apply(args[0] as number, options),
  });
}

function clip(value: number, { min, max }: Options): number {
  return Math.min(Math.max(value, min as number), max as number);
}

/** Division by zero, the logarithm of a negative number and the like give "missing". */
export const arithmetic: readonly Operator[] = [
  binary("add", "+", (a, b) => a + b),
  binary("subtract", "−", (a, b) => a - b),
  binary("multiply", "×", (a, b) => a * b),
  binary("divide", "/", (a, b) => (b === 0 ? Number.NaN : a / b)),
  binary("min", "min", Math.min),
  binary("max", "max", Math.max),
  unary("abs", Math.abs),
  unary("sqrt", Math.sqrt),
  unary("log1p", log1p),
  unary("round", Math.round),
  unary("floor", Math.floor),
  unary("clip", clip),
];
