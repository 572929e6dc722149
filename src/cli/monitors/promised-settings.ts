import { isObject } from "../../kernel/index.ts";
import type { Registry, TrafficPlan } from "../../registry/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { MeasuredEffect } from "./measured-effect.ts";
import { servingRelease } from "./reference.ts";

type Shelf = Pick<Registry, "currentPlan" | "findRelease" | "runs">;

/**
 * The system with what its monitors should know of what serves now: the money a decision that was promised when it was judged, as
 * `settings.liveValue.money.promised`, and what a holdback has measured of the effect that the objective assumes, as
 * `settings.objectiveDrift.effect`. What the system file sets itself stays. To be asked for anew when something else serves, or
 * was measured.
 */
export async function withPromises(
  system: SystemDefinition,
  registry: Registry,
  effect?: MeasuredEffect,
): Promise<SystemDefinition> {
  const { settings = {} } = system.monitors ?? {};
  const declared = settings.liveValue?.money;
  const money = isObject(declared) ? declared : {};
  const promised = money.promised ?? (await promisedMoney(system, registry));
  const more = {
    ...(promised === undefined ? {} : { liveValue: { ...settings.liveValue, money: { ...money, promised } } }),
    ...(effect === undefined ? {} : { objectiveDrift: { effect, ...settings.objectiveDrift } }),
  };
  if (Object.keys(more).length === 0) return system;
  return { ...system, monitors: { ...system.monitors, settings: { ...settings, ...more } } };
}

/**
 * The least money a decision that the judgement of what serves left likely: the low ends of its intervals for the models and, for
 * the part of the entities that gets something else, of the worse of model and rule. Undefined where nothing was judged, and
 * where acting changes the outcome: what was judged is then money over resting, and what comes in is not.
 */
export async function promisedMoney(system: SystemDefinition, registry: Shelf): Promise<number | undefined> {
  const isChanged = targetsOf(system).some((name) => system.outcomes[name]?.changedByActing === true);
  if (!system.objective.stated || isChanged) return undefined;
  const plan = await registry.currentPlan(system.name);
  const release = await servingRelease(system.name, registry);
  const ids = Object.values(release?.models ?? {});
  if (plan === undefined || release === undefined || ids.length === 0) return undefined;
  const runs = await registry.runs(system.name);
  const judged = runs.findLast(({ models }) => ids.some((id) => models.includes(id)))?.facts.perDecision;
  const [model, rule] = [lowOf(judged, "model"), lowOf(judged, "rule")];
  if (model === undefined) return undefined;
  const share = shareOf(plan, release.id);
  if (share === 1) return model;
  return rule === undefined ? undefined : share * model + (1 - share) * Math.min(model, rule);
}

function shareOf({ allocations }: TrafficPlan, release: string): number {
  return allocations.filter((one) => one.release === release).reduce((sum, { share }) => sum + share, 0);
}

function lowOf(judged: unknown, who: "model" | "rule"): number | undefined {
  const found = isObject(judged) ? judged[who] : undefined;
  return isObject(found) && typeof found.low === "number" && Number.isFinite(found.low) ? found.low : undefined;
}
