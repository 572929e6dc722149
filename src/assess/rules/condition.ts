import { type Column, column, isMissing, type Table } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";

/** One question about one feature. A missing value answers no. */
export type Condition =
  | { readonly asks: "at-least"; readonly feature: string; readonly value: number }
  | { readonly asks: "yes"; readonly feature: string }
  | { readonly asks: "filled-in"; readonly feature: string }
  | { readonly asks: "one-of"; readonly feature: string; readonly levels: readonly string[] };

/** Answers the question row by row. */
export function answers(condition: Condition, features: Table): (row: number) => boolean {
  const asked = column(features, condition.feature);
  if (condition.asks === "filled-in") return (row) => !isMissing(asked, row);
  if (condition.asks === "one-of") return oneOf(asked, condition.levels);
  const values = known(asked.kind === "text" ? undefined : asked.values, "numbers under a condition on a number");
  const least = condition.asks === "yes" ? 1 : condition.value;
  return (row) => (values[row] as number) >= least;
}

function oneOf(asked: Column, levels: readonly string[]): (row: number) => boolean {
  if (asked.kind !== "text") return () => false;
  const named = new Set(levels.map((level) => asked.levels.indexOf(level)));
  return (row) => named.has(asked.codes[row] as number);
}

/** The condition, or its opposite, as a person would say it: `basket` ≥ 50. */
export function wordCondition(condition: Condition, holds: boolean): string {
  const name = `\`${condition.feature}\``;
  switch (condition.asks) {
    case "at-least":
      return `${name} ${holds ? "≥" : "<"} ${condition.value.toLocaleString("en-US", { maximumFractionDigits: 12 })}`;
    case "yes":
      return `${name} is ${holds ? "yes" : "no"}`;
    case "filled-in":
      return `${name} is ${holds ? "filled in" : "missing"}`;
    case "one-of":
      return `${name} is ${holds ? "" : "not "}${condition.levels.join(" or ")}`;
  }
}
