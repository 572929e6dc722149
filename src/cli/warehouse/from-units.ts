import { z } from "zod";
import type { Metric } from "../../experiment/index.ts";
import { experimentFacts, factsOf, metricFacts, name } from "./stated.ts";

const past = name.optional();
const metric = z.discriminatedUnion("kind", [
  z.strictObject({ ...metricFacts, kind: z.enum(["mean", "proportion"]), column: name, past }),
  z.strictObject({ ...metricFacts, kind: z.literal("ratio"), column: name, over: name, past }),
  z.strictObject({ ...metricFacts, kind: z.literal("quantile"), column: name, q: z.number().gt(0).lt(1) }),
]);

/** An experiment told by one wide row for each unit. */
export const unitsSchema = z.strictObject({
  ...experimentFacts,
  units: name,
  metrics: z.array(metric).min(1).max(200),
});

/** The file of the units, and the metrics over its columns. */
export interface FromUnits {
  readonly units: string;
  readonly metrics: readonly Metric[];
}

/** Reads what a checked file says of units. */
export function fromUnits({ units, metrics }: z.infer<typeof unitsSchema>): FromUnits {
  return { units, metrics: metrics.map(metricOf) };
}

function metricOf(asked: z.infer<typeof metric>): Metric {
  const facts = factsOf(asked, asked.kind === "quantile" ? undefined : asked.past);
  if (asked.kind === "ratio") return { ...facts, kind: "ratio", numerator: asked.column, denominator: asked.over };
  if (asked.kind === "quantile") return { ...facts, kind: "quantile", value: asked.column, q: asked.q };
  return { ...facts, kind: asked.kind, value: asked.column };
}
