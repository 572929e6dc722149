import {
  activeUsers,
  decisionLatency,
  explainedShare,
  failedShare,
  fallbackShare,
  incrementalRevenue,
  type Measured,
  type MetricGoal,
  type MetricRole,
  profit,
  throughput,
} from "../../objective/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";

/** A metric to be shown beside what is wanted of it. */
export interface ListedMetric extends Measured {
  /** As the system file names it. */
  readonly name: string;
  /** Whose it is: the objective's own, one that the file watches, or one that every system has. */
  readonly of: "objective" | "watched" | "system";
  readonly role?: MetricRole;
  readonly goal: MetricGoal;
  /** The day, `YYYY-MM-DD`, by which the target is wanted. */
  readonly by?: string;
}

/** What is asked of a system. */
export type ListedSystem = Pick<SystemDefinition, "objective" | "outcomes" | "policy" | "heads" | "holdback">;

/** The objective's own metric first, then what the file watches, then what every system is watched for. */
export function listedMetrics(system: ListedSystem): readonly ListedMetric[] {
  return [...objectiveMetric(system), ...watchedMetrics(system), ...systemMetrics(system)];
}

function objectiveMetric(system: ListedSystem): readonly ListedMetric[] {
  const { objective, holdback } = system;
  if (!objective.stated) return [];
  const { metric, direction, baseline, target, by } = objective;
  const changed = targetsOf(system).some((name) => system.outcomes[name]?.changedByActing === true);
  // What acting has prevented is seen in nobody who was acted on: only against those held back.
  const measured = changed || holdback > 0 ? incrementalRevenue() : profit();
  return [{ ...measured, name: `${metric.name} a year`, of: "objective", direction, goal: { baseline, target }, by }];
}

function watchedMetrics({ objective }: ListedSystem): readonly ListedMetric[] {
  if (!objective.stated) return [];
  return Object.entries(objective.metrics ?? {}).map(([name, watched]): ListedMetric => {
    const { metric, measure, role, direction, margin: _, outliers: __, ...goal } = watched;
    return { ...(metric === undefined ? {} : { metric }), measure, direction, name, of: "watched", role, goal };
  });
}

function systemMetrics({ objective }: ListedSystem): readonly ListedMetric[] {
  const limit = objective.guardrails.find(({ guardrail }) => guardrail === "latency")?.p99Ms;
  const listed = (name: string, measured: Measured, goal: MetricGoal = {}): ListedMetric => ({
    ...measured,
    ...{ name, of: "system", goal },
  });
  return [
    listed("latency p50", decisionLatency(0.5)),
    listed("latency p95", decisionLatency(0.95)),
    listed("latency p99", decisionLatency(0.99), limit === undefined ? {} : { threshold: limit }),
    listed("decisions a second", throughput()),
    listed("failed", failedShare()),
    listed("answered by a fallback", fallbackShare()),
    listed("explained", explainedShare()),
    listed("active in 30 days", activeUsers(30)),
  ];
}
