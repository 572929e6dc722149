import { defineError, type ErrorConstructor, known } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import { checkWeights, type Registry, reweighingBarred, type TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import { planChange } from "./plan-view.ts";
import { plannedFor, type ReleaseWay, standing, wordWay } from "./release-way.ts";

export const ruleHasNoWeights: ErrorConstructor<{ readonly system: string }> = defineError(
  "cli.input.rule-has-no-weights",
  {
    headline: "The rule has no weights",
    message: ({ system }: { readonly system: string }) =>
      `Weights combine the heads of a release. "${system}" serves the rule, which has none.`,
    hint: ({ system }) => `\`alidade release ${system} <model>\` serves a trained model.`,
  },
);

interface RampOrder {
  readonly values: WeightValues;
  readonly way: ReleaseWay;
  readonly why: string;
}

/**
 * Gives what serves most, with other weights, to a growing part of the entities. Throws `registry.weight-*`,
 * `registry.reweighing-barred`, `cli.input.rule-has-no-weights`.
 */
export async function serveRamp(
  system: SystemDefinition,
  { values, way, why }: RampOrder,
  registry: Registry,
): Promise<{ readonly answer: Answer; readonly plan: TrafficPlan }> {
  checkWeights(system, values);
  const before = known(await registry.currentPlan(system.name), `a plan of ${system.name}`);
  const experiment = before.allocations.find((one) => one.experiment !== undefined)?.experiment;
  if (experiment !== undefined) throw reweighingBarred({ system: system.name, experiment });
  const { createdAt: _at, by: _by, id: _id, ...champion } = await registry.findRelease(standing(before).champion);
  if (champion.kind === "rule") throw ruleHasNoWeights({ system: system.name });
  const served = await registry.findWeights(system.name, champion.weights);
  const version = (await registry.currentWeights(system.name))?.version ?? 0;
  const weights = await registry.changeWeights(system.name, version, { values: { ...served.values, ...values }, why });
  const { record } = await registry.addRelease({ ...champion, weights: weights.id, why });
  // Other weights are meant to score otherwise, so that the canary is not held to the champion's scores.
  const planned = plannedFor(system, record.id, { before, way, purpose: "champion", comparable: false });
  const plan = await registry.changePlan(system.name, before.version, { ...planned, why });
  const answer = await planChange(registry, {
    title: `Weights of ${system.name}, version ${weights.version}, on their way`,
    summary: [
      wordWay(way, `Traffic plan ${plan.version}`, `the same models with ${wordValues(weights.values)}`),
      `\`alidade rollback ${system.name}\` takes them back.`,
    ],
    before: before.allocations,
    after: plan.allocations,
    json: { system: system.name, weights, release: record.id, plan },
  });
  return { answer, plan };
}

function wordValues(values: WeightValues): string {
  return Object.entries(values)
    .map(([head, value]) => `${head}=${value}`)
    .join(" ");
}
