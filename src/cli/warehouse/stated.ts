import { z } from "zod";
import type { Design, Metric } from "../../experiment/index.ts";
import type { Margin, MetricRole, Outliers } from "../../objective/index.ts";

/** A text that is not empty. */
export const name = z.string().min(1);

/** What every metric of an experiment in a file says. */
export const metricFacts = {
  name,
  role: z.enum(["success", "guardrail", "deterioration", "quality"]).default("success"),
  direction: z.enum(["increase", "decrease"]).default("increase"),
  money: z.literal(true).optional(),
  margin: z
    .union([z.strictObject({ relative: z.number().positive() }), z.strictObject({ absolute: z.number().positive() })])
    .optional(),
  outliers: z.union([z.strictObject({ winsorise: z.number() }), z.strictObject({ cap: z.number() })]).optional(),
};

/** What every experiment in a file says. */
export const experimentFacts = {
  experiment: name,
  control: name,
  /** Each arm's share of the traffic. */
  arms: z.record(name, z.number().gt(0).lt(1)),
  planned: z.number().int().min(2).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217, such as "USD"'),
  unit: name.optional(),
};

interface StatedExperiment {
  readonly experiment: string;
  readonly control: string;
  readonly arms: Readonly<Record<string, number>>;
  readonly planned?: number | undefined;
}

/** The design, not yet checked. */
export function designOf({ experiment, control, arms, planned }: StatedExperiment): Design {
  return {
    ...{ name: experiment, unit: "entity", control },
    arms: Object.entries(arms).map(([arm, share]) => ({ arm, share })),
    ...(planned === undefined ? {} : { planned: { units: planned } }),
  };
}

interface StatedMetric {
  readonly name: string;
  readonly role: MetricRole;
  readonly direction: Metric["direction"];
  readonly money?: true | undefined;
  readonly margin?: Margin | undefined;
  readonly outliers?: Outliers | undefined;
}

/** What a metric says of itself, whatever it is made of; `past` is the column from before, where there is one. */
export function factsOf(
  { name, role, direction, money, margin, outliers }: StatedMetric,
  past: string | undefined,
): Pick<Metric, "name" | "role" | "direction" | "money" | "margin" | "outliers" | "before"> {
  return {
    ...{ name, role, direction },
    ...(money === undefined ? {} : { money }),
    ...(margin === undefined ? {} : { margin }),
    ...(outliers === undefined ? {} : { outliers }),
    ...(past === undefined ? {} : { before: [past] }),
  };
}
