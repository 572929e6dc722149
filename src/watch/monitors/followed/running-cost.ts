import type { Objective } from "../../../objective/index.ts";
import { type Served, within } from "./uptime.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A month is 30 days, as it is for metrics. */
const HOURS_A_MONTH = 720;

/** What running costs an hour, and what a thousand decisions may cost. */
export interface CostGoal {
  readonly perHour: number;
  readonly most?: number;
}

/** As a setting says, else as the objective declares by its metric `costPerThousand`. Undefined where nobody says. */
export function costGoal(
  { costPerHour, most }: { readonly costPerHour: number; readonly most: number },
  objective: Objective,
): CostGoal | undefined {
  const metrics = objective.stated ? Object.values(objective.metrics ?? {}) : [];
  const declared = metrics.find(({ measure }) => measure.measure === "running-cost");
  const perMonth = declared?.measure.measure === "running-cost" ? declared.measure.perMonth : 0;
  const perHour = costPerHour > 0 ? costPerHour : perMonth / HOURS_A_MONTH;
  const limit = most > 0 ? most : declared?.threshold;
  if (!(perHour > 0)) return undefined;
  return limit === undefined ? { perHour } : { perHour, most: limit };
}

/** What a thousand decisions cost over the last day, so that nights do not count by themselves. Undefined before a day, and of none. */
export function costOfThousand(served: readonly Served[], perHour: number): number | undefined {
  const day = within(served, DAY);
  const ms = day.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  const decisions = day.reduce((sum, one) => sum + one.decisions, 0);
  return ms < DAY || decisions === 0 ? undefined : ((perHour * ms) / HOUR / decisions) * 1_000;
}
