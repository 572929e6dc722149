import { type ModelVersion, trainedAs } from "../../registry/index.ts";
import type { TriggerFacts } from "../../watch/index.ts";
import { standing } from "../releases/release-way.ts";
import type { LoopCall } from "./loop-call.ts";
import { newOutcomes } from "./new-outcomes.ts";

/** What a system's triggers are judged by, from what the state holds and its file says. Keeps nothing. */
export async function triggerFacts(call: LoopCall, signal: AbortSignal): Promise<TriggerFacts> {
  const { registry, system, alarms } = call;
  const models = await Promise.all((await servingModels(call)).map((model) => trainedAs(registry, model)));
  const trainedAt = models.length === 0 ? null : Math.max(...models.map(({ createdAt }) => createdAt));
  const learned = new Set(models.map(({ lineage }) => lineage.snapshot));
  const snapshots = (await registry.snapshots(system.name)).filter(({ id }) => learned.has(id));
  const objectives = await registry.objectives(system.name);
  const { objective } = system;
  return {
    trainedAt,
    rows: snapshots.length === 0 ? null : Math.max(...snapshots.map(({ rows }) => rows)),
    newRows: trainedAt === null ? null : await newOutcomes(call, { since: trainedAt, signal }),
    alarms: (await alarms?.()) ?? [],
    objective: {
      trained: trainedAt === null ? null : (objectives.findLast(({ at }) => at <= trainedAt)?.version ?? null),
      current: await registry.objectiveNumber(system),
    },
    required: objective.stated ? objective.requirements?.retrain : undefined,
  };
}

/** The models that serve most; none where the rule does, or nothing yet. */
async function servingModels({ registry, system }: LoopCall): Promise<readonly ModelVersion[]> {
  const plan = await registry.currentPlan(system.name);
  if (plan === undefined) return [];
  const { models } = await registry.findRelease(standing(plan).champion);
  return await Promise.all(Object.values(models).map((id) => registry.findModel(id, system.name)));
}
