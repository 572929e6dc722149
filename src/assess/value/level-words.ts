import type { Measure } from "../../objective/index.ts";
import { formatNumber } from "../../report/index.ts";
import { wordShare } from "../words.ts";

/** A level of a metric in the unit that its measure has. */
export function wordLevel(value: number, measure: Measure, currency: string): string {
  if (measure.measure === "share" || measure.measure === "retention") return wordShare(value);
  const quantity = measure.measure !== "ratio" && "of" in measure ? measure.of.quantity : undefined;
  if (quantity === "money" || quantity === "cost") return formatNumber(value, { currency });
  return quantity === "latency" ? `${formatNumber(value)} ms` : formatNumber(value);
}
