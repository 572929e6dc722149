import { defineOperator, type Operator } from "../operator.ts";

const DAY = 86_400_000;

/** Calendar parts are in UTC, so that a feature means the same on every machine. */
function part(name: string, read: (date: Date) => number): Operator {
  return defineOperator({
    name,
    takes: ["time"],
    gives: "number",
    words: ([a]) => `${name}(${a})`,
    apply: ([a]) => read(new Date(a as number)),
  });
}

export const time: readonly Operator[] = [
  part("hour", (date) => date.getUTCHours()),
  part("day-of-week", (date) => date.getUTCDay()),
  part("day-of-month", (date) => date.getUTCDate()),
  part("month", (date) => date.getUTCMonth() + 1),
  part("year", (date) => date.getUTCFullYear()),
  defineOperator({
    name: "days-since",
    takes: ["time", "time"],
    gives: "number",
    words: ([a, b]) => `days from ${b} to ${a}`,
    apply: ([a, b]) => ((a as number) - (b as number)) / DAY,
  }),
];
