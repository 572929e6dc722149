import type { Task } from "../../model/index.ts";
import type { MetricDefinition } from "./metric.ts";

const TASKS: readonly Task[] = ["binary", "multiclass", "hierarchical", "multilabel", "ranking", "regression"];

/** The order of metrics in a report: by the first task that they judge, and then by their place. */
export function inReports(a: MetricDefinition, b: MetricDefinition): number {
  const task = ({ tasks }: MetricDefinition): number => TASKS.findIndex((one) => tasks.includes(one));
  return task(a) - task(b) || a.place - b.place;
}
