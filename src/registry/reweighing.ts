import { defineError, type ErrorConstructor, hashValue } from "../kernel/index.ts";
import type { WeightValues } from "../policy/index.ts";
import { type Change, change, type RegistryContext } from "./change.ts";
import { addRelease, releaseIn } from "./releases.ts";
import { latest } from "./series.ts";
import { appendPlan, plans, type TrafficPlan } from "./traffic.ts";
import { checkWeights, type WeightedSystem } from "./weight-bounds.ts";
import { appendWeights, type WeightsVersion, weightsIn, weightsSeries } from "./weights.ts";

/** Weights that changed, and the plan that serves them; undefined where nothing that is served has weights of its own. */
export interface Reweighed {
  readonly weights: WeightsVersion;
  readonly plan: TrafficPlan | undefined;
}

export interface Reweighing {
  /** Only those that change; the others stay. */
  readonly values: WeightValues;
  readonly why: string;
  /** The version to be left, as the caller saw it. Default: whichever is current. */
  readonly expectedVersion?: number | undefined;
}

export const reweighingBarred: ErrorConstructor<{ readonly system: string; readonly experiment: string }> = defineError(
  "registry.reweighing-barred",
  {
    headline: "An experiment is running",
    message: ({ system, experiment }: { readonly system: string; readonly experiment: string }) =>
      `The weights of "${system}" must stay as they are while "${experiment}" runs: its arms would change under way.`,
    hint: ({ system, experiment }) => `Stop it first: \`alidade experiment stop ${system} --name ${experiment}\`.`,
  },
);

export const nothingToUndo: ErrorConstructor<{ readonly system: string }> = defineError("registry.nothing-to-undo", {
  headline: "Nothing to undo",
  message: ({ system }: { readonly system: string }) =>
    `An undo needs weights before the current ones. The weights of "${system}" were never changed.`,
});

/** Changes of weights that are served at once: the plan, its releases and the weights change together or not at all. */
export interface Reweighs {
  /**
   * Serves other weights with the same models and policies. Throws `registry.weight-unknown`,
   * `registry.weight-out-of-bounds`, `registry.version-stale`, `registry.reweighing-barred`.
   */
  reweigh(system: WeightedSystem, change: Reweighing): Promise<Reweighed>;
  /** Brings back the values before the current ones; twice is an undo of the undo. Throws `registry.nothing-to-undo` and what `reweigh` throws. */
  undoWeights(system: WeightedSystem, change: Omit<Reweighing, "values">): Promise<Reweighed>;
}

export function reweighsOf(context: RegistryContext): Reweighs {
  return {
    reweigh: (system, { values, why, expectedVersion }) =>
      change(context, async (open) => {
        checkWeights(system, values);
        const current = await currentOf(open, system);
        const expected = expectedVersion ?? current.version;
        return await serveWeights(open, { system, expected, values: { ...current.values, ...values }, why, current });
      }),
    undoWeights: (system, { why, expectedVersion }) =>
      change(context, async (open) => {
        const current = await currentOf(open, system);
        const before = await weightsSeries(open.store, system.name).at(current.version - 1);
        if (before === undefined) throw nothingToUndo({ system: system.name });
        checkWeights(system, before.values);
        const expected = expectedVersion ?? current.version;
        const { values, version: restores } = before;
        return await serveWeights(open, { system, expected, values, why, current, restores });
      }),
  };
}

/** The weights in use; the file's start values become version 1. */
async function currentOf(open: Change, { name: system, weights }: WeightedSystem): Promise<WeightsVersion> {
  const current = await latest(weightsSeries(open.store, system));
  if (current !== undefined) return current;
  const values = Object.fromEntries(Object.entries(weights).map(([head, { start }]) => [head, start]));
  return await appendWeights(open, { system, expected: 0, values, why: "start values of the system file" });
}

interface Serving {
  readonly system: WeightedSystem;
  readonly expected: number;
  readonly values: WeightValues;
  readonly why: string;
  readonly current: WeightsVersion;
  readonly restores?: number;
}

async function serveWeights(open: Change, { current, ...asked }: Serving): Promise<Reweighed> {
  const { name: system } = asked.system;
  const { values, why, expected, restores } = asked;
  const plan = await latest(plans(open.store, system));
  const experiment = plan?.allocations.find((one) => one.experiment !== undefined)?.experiment;
  if (experiment !== undefined) throw reweighingBarred({ system, experiment });
  const weights = await appendWeights(open, { system, expected, values, why, restores });
  if (plan === undefined) return { weights, plan: undefined };
  const renamed = await reweighReleases(open, { plan, current, weights });
  if (renamed.size === 0) return { weights, plan: undefined };
  return { weights, plan: await replan(open, { plan, renamed, why }) };
}

/** What every release that has the current weights is called with the new ones. */
async function reweighReleases(
  open: Change,
  { plan, current, weights }: { plan: TrafficPlan; current: WeightsVersion; weights: WeightsVersion },
): Promise<ReadonlyMap<string, string>> {
  const named = [...plan.allocations, ...(plan.shadows ?? [])].map(({ release }) => release);
  const ids = new Set([...named, ...(plan.ramp === undefined ? [] : [plan.ramp.champion, plan.ramp.canary])]);
  const renamed = new Map<string, string>();
  for (const id of ids) {
    const { createdAt: _at, by: _by, id: _id, ...release } = await releaseIn(open.store, id);
    const has = await weightsIn(open.store, plan.system, release.weights);
    if (hashValue(has.values) !== hashValue(current.values)) continue;
    const draft = { ...release, weights: weights.id, why: weights.why };
    renamed.set(id, (await addRelease(open, draft)).record.id);
  }
  return renamed;
}

async function replan(
  open: Change,
  { plan, renamed, why }: { plan: TrafficPlan; renamed: ReadonlyMap<string, string>; why: string },
): Promise<TrafficPlan> {
  const { id: _id, at: _at, by: _by, restores: _restores, ramp, shadows, ...same } = plan;
  const name = (release: string): string => renamed.get(release) ?? release;
  const allocations = same.allocations.map((one) => ({ ...one, release: name(one.release) }));
  const grows =
    ramp === undefined ? {} : { ramp: { ...ramp, champion: name(ramp.champion), canary: name(ramp.canary) } };
  const beside =
    shadows === undefined ? {} : { shadows: shadows.map((one) => ({ ...one, release: name(one.release) })) };
  return await appendPlan(open, { ...same, version: same.version + 1, allocations, ...grows, ...beside, why });
}
