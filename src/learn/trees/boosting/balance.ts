import type { Prepared } from "../../training.ts";

/** How classes are weighed. */
export interface BalanceRules {
  readonly scalePosWeight: number;
  readonly isUnbalance: boolean;
  readonly classWeight: "none" | "balanced";
}

/** The same rows with the weights of their classes multiplied in. */
export function balanced(data: Prepared, rules: BalanceRules): Prepared {
  const factors = factorsOf(data, rules);
  if (factors === undefined) return data;
  const { label, weights } = data;
  return { ...data, weights: weights.map((weight, row) => weight * (factors[label[row] as number] ?? 1)) };
}

function factorsOf(data: Prepared, rules: BalanceRules): readonly number[] | undefined {
  const { task, classes } = data;
  const isOneOfSeveral = task === "multiclass" || task === "hierarchical";
  if (task !== "binary" && !isOneOfSeveral) return undefined;
  const sums = sumsOf(data, task === "binary" ? 2 : classes.length);
  const [no = 0, yes = 0] = sums;
  if (rules.classWeight === "balanced" || (rules.isUnbalance && isOneOfSeveral)) {
    const total = sums.reduce((a, b) => a + b, 0);
    const present = sums.filter((sum) => sum > 0).length;
    return sums.map((sum) => (sum > 0 ? total / (present * sum) : 1));
  }
  if (task !== "binary") return undefined;
  if (rules.isUnbalance) return yes < no ? [1, no / yes] : [yes / no, 1];
  return rules.scalePosWeight === 1 ? undefined : [1, rules.scalePosWeight];
}

function sumsOf({ label, weights }: Prepared, classes: number): number[] {
  const sums = new Array<number>(classes).fill(0);
  label.forEach((k, row) => {
    sums[k] = (sums[k] ?? 0) + (weights[row] as number);
  });
  return sums;
}
