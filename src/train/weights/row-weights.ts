import type { Head } from "../../system/index.ts";
import type { HeadLabel } from "../dataset/head-label.ts";

/**
 * What every row weighs while a head learns: what it stands for, times how much it matters, times what its truth is worth;
 * undefined where each weighs 1.
 */
export function rowWeights(head: Head, label: HeadLabel): Float64Array | undefined {
  const { values, weight, importance } = label;
  const worth = worthOf(head, label);
  if (worth === undefined && importance === undefined) return weight;
  const rows = values.length / label.perRow;
  return Float64Array.from(
    { length: rows },
    (_, row) => (weight?.[row] ?? 1) * (importance?.[row] ?? 1) * (worth?.(values[row] as number) ?? 1),
  );
}

function worthOf(head: Head, label: HeadLabel): ((truth: number) => number) | undefined {
  const yes = "yesWeight" in head ? head.yesWeight : undefined;
  if (yes !== undefined) return (truth) => (truth === 1 ? yes : 1);
  const factors = classFactors(head, label);
  return factors && ((truth) => factors[truth] ?? 1);
}

/** What the rows of each class weigh, in the order of the classes; undefined where they are not weighed. */
export function classFactors(head: Head, label: HeadLabel): readonly number[] | undefined {
  const declared = "classWeights" in head ? head.classWeights : undefined;
  if (declared === undefined) return undefined;
  return declared === "balanced" ? balanced(label) : label.classes.map((name) => declared[name] ?? 1);
}

/** As much for every class that occurs; 1 on average over the rows. */
function balanced({ values, classes, weight }: HeadLabel): readonly number[] {
  const sums = new Float64Array(classes.length);
  values.forEach((place, row) => {
    if (!Number.isNaN(place)) sums[place] = (sums[place] as number) + (weight?.[row] ?? 1);
  });
  const total = sums.reduce((sum, one) => sum + one, 0);
  const present = sums.filter((sum) => sum > 0).length;
  return Array.from(sums, (sum) => (sum > 0 ? total / (present * sum) : 1));
}
