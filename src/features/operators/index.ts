/** The operators of expressions, by name. */
import type { Operator } from "../operator.ts";
import { arithmetic } from "./arithmetic.ts";
import { comparison } from "./comparison.ts";
import { logic } from "./logic.ts";
import { missing } from "./missing.ts";
import { text } from "./text.ts";
import { time } from "./time.ts";
import { units } from "./units.ts";

export const operators: ReadonlyMap<string, Operator> = new Map(
  [...arithmetic, ...comparison, ...logic, ...missing, ...text, ...time, ...units].map((operator) => [
    operator.name,
    operator,
  ]),
);
