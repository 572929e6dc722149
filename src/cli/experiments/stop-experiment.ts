import {
  type Allocation,
  championPlan,
  planWithout,
  type Registry,
  restOf,
  type TrafficPlan,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import { planChange } from "../releases/plan-view.ts";
import { armUnknown } from "./experiment-errors.ts";
import { noteStop, planRunning } from "./experiment-record.ts";

export interface StopRequest {
  readonly name: string;
  /** An arm, or `champion`: what serves those who do not take part. */
  readonly keep: string;
  readonly why: string;
}

/**
 * Ends an experiment: what one of its arms had serves everybody, or what serves the others. Other experiments go on. Throws
 * `cli.input.experiment-unknown`, `-experiment-not-running`, `-arm-unknown`.
 */
export async function stopExperiment(
  system: SystemDefinition,
  request: StopRequest,
  registry: Registry,
): Promise<Answer> {
  const { name, keep, why } = request;
  const before = await planRunning(registry, system.name, name);
  const rest = restAfter(before, request);
  const { experiments = [] } = before;
  const planned =
    experiments.length > 1
      ? planWithout(system, before, { name, rest })
      : { allocations: championPlan(system, rest.release, rest.purpose === "unproven" ? "unproven" : "champion") };
  const plan = await registry.changePlan(system.name, before.version, { ...planned, why });
  await noteStop(registry, { system: system.name, name, why, keep });
  const others = experiments.filter((one) => one.name !== name).map((one) => one.name);
  const whose = keep === "champion" ? "what served those who did not take part" : `what the ${keep} arm had`;
  return planChange(registry, {
    title: `Ended the experiment ${name}`,
    summary: [
      others.length === 0
        ? `Everybody gets ${whose}.`
        : `${others.join(", ")} ${others.length === 1 ? "goes" : "go"} on; everybody else gets ${whose}.`,
      `\`alidade rollback ${system.name}\` undoes it.`,
    ],
    before: before.allocations,
    after: plan.allocations,
    json: { system: system.name, experiment: name, keep, plan },
  });
}

/** What serves those whom no experiment takes from now on. */
function restAfter(before: TrafficPlan, { name, keep }: StopRequest): Allocation {
  const kept = keptBy(before, name);
  const rest = restOf(before);
  if (keep === "champion" && rest !== undefined) return rest;
  const release = kept.get(keep);
  if (release === undefined)
    throw armUnknown({ name, keep, arms: [...kept.keys(), ...(rest === undefined ? [] : ["champion"])] });
  return { arm: "champion", release, share: 1, purpose: "champion" };
}

/** By what one may say to keep it: the release. Of an order that two share, either. */
function keptBy({ allocations }: TrafficPlan, name: string): ReadonlyMap<string, string> {
  const own = allocations.filter(({ experiment }) => experiment === name);
  const [only] = own;
  if (own.length === 1 && only?.beside !== undefined)
    return new Map([
      ["control", only.release],
      ["treatment", only.beside],
    ]);
  return new Map(
    own.map(({ arm, release }) => [arm.startsWith(`${name}/`) ? arm.slice(name.length + 1) : arm, release]),
  );
}
