import { allMetrics, type Metric } from "../../evaluate/index.ts";
import { isInsufficient, isObject } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import {
  estimate,
  formatQuantity,
  formatTime,
  type Section,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { BETTER } from "./better-words.ts";

/** How good a model was when it was judged on rows that it had not seen. */
export interface ServedModel {
  readonly head: string;
  readonly model: string;
  /** When it was registered, milliseconds since 1970. */
  readonly judgedAt: number;
  readonly metrics: readonly { readonly metric: Metric; readonly estimate: Estimated }[];
}

/** The models that most decisions of a system are made with; none where the rule decides, or nothing is released. */
export async function servedModels(
  registry: Pick<Registry, "currentPlan" | "findRelease" | "findModel">,
  system: string,
): Promise<readonly ServedModel[]> {
  const plan = await registry.currentPlan(system);
  const main = plan?.allocations.toSorted((a, b) => b.share - a.share)[0];
  if (main === undefined) return [];
  const { models } = await registry.findRelease(main.release);
  return await Promise.all(
    Object.entries(models).map(async ([head, id]) => {
      const { createdAt, metrics } = await registry.findModel(id, system);
      return { head, model: id, judgedAt: createdAt, metrics: judgedMetrics(metrics) };
    }),
  );
}

/** What a model's record says of its evaluation, as far as the catalogue knows it; in the order of reports. */
function judgedMetrics(facts: Readonly<Record<string, unknown>>): ServedModel["metrics"] {
  const plain = (name: string): string => name.replaceAll("-", "").toLowerCase();
  const byName = new Map(Object.entries(facts).map(([name, value]) => [plain(name), value]));
  return allMetrics.flatMap((metric) => {
    const found = byName.get(plain(metric.name));
    return isEstimated(found) ? [{ metric, estimate: found }] : [];
  });
}

function isEstimated(value: unknown): value is Estimated {
  return (
    isInsufficient(value) || (isObject(value) && ["value", "low", "high"].every((part) => Number.isFinite(value[part])))
  );
}

/** How good the served models are. */
export function modelsSection(models: readonly ServedModel[]): readonly Section[] {
  const rows = models.flatMap(({ head, judgedAt, metrics }) =>
    metrics.map(({ metric, estimate: found }): readonly Value[] => [
      `${head}: ${metric.name}`,
      BETTER[metric.direction],
      isInsufficient(found) ? found : formatQuantity(estimate(found, unitOfModel(metric))),
      formatTime(judgedAt).slice(0, 10),
    ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: "How good the served models are",
      lead: "On rows that they had not seen, when they were trained.",
      blocks: [table(["Metric", "Better", { name: "Then", align: "left" }, "Judged on"], rows)],
    },
  ];
}

function unitOfModel({ unit, name }: Metric): Unit {
  return unit === "share" && name !== "r2" && name !== "calibration-slope" ? "percent" : "number";
}
