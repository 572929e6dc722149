import { defineOperator, type Operator } from "../operator.ts";

/** A number as a person or a program writes it; anything else is missing. */
function parseNumber(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** The half-open interval that holds the value, `[a, b)`, in the words of its edges. */
function bucketOf(value: number, edges: readonly number[]): string {
  const above = edges.findIndex((edge) => value < edge);
  if (above === 0) return `below ${edges[0]}`;
  if (above === -1) return `${edges.at(-1)} or more`;
  return `${edges[above - 1]} to below ${edges[above]}`;
}

export const text: readonly Operator[] = [
  defineOperator({
    name: "to-number",
    takes: ["text"],
    gives: "number",
    words: ([a]) => `number(${a})`,
    apply: ([a]) => parseNumber(a as string),
  }),
  defineOperator({
    name: "to-text",
    takes: ["number"],
    gives: "text",
    words: ([a]) => `text(${a})`,
    apply: ([a]) => String(a),
  }),
  defineOperator({
    name: "flag-to-number",
    takes: ["flag"],
    gives: "number",
    words: ([a]) => `number(${a})`,
    apply: ([a]) => a ?? null,
  }),
  defineOperator({
    name: "lower",
    takes: ["text"],
    gives: "text",
    words: ([a]) => `lower(${a})`,
    apply: ([a]) => (a as string).toLowerCase(),
  }),
  defineOperator({
    name: "first",
    takes: ["text"],
    gives: "text",
    words: ([a], { count }) => `first ${count} of ${a}`,
    apply: ([a], { count }) => (a as string).slice(0, count as number),
  }),
  defineOperator({
    name: "length",
    takes: ["text"],
    gives: "number",
    words: ([a]) => `length(${a})`,
    apply: ([a]) => (a as string).length,
  }),
  defineOperator({
    name: "same-text",
    takes: ["text", "text"],
    gives: "flag",
    words: ([a, b]) => `${a} = ${b}`,
    apply: ([a, b]) => (a === b ? 1 : 0),
  }),
  defineOperator({
    name: "bucket",
    takes: ["number"],
    gives: "text",
    words: ([a], { edges }) => `bucket of ${a} at ${(edges as readonly number[]).join(", ")}`,
    apply: ([a], { edges }) => bucketOf(a as number, edges as readonly number[]),
  }),
];
