import type { Decider } from "../decide/index.ts";
import { known } from "../kernel/index.ts";
import { type Objective, stakesOf } from "../objective/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { FieldDescription, SystemDescription } from "../wire/index.ts";

/** A system for a reader outside: what it is for, takes and answers, and what it serves at the moment. */
export function describeSystem(system: SystemDefinition, decider: Decider): SystemDescription {
  const { act, otherwise, currency } = stakesOf(system.objective);
  const { plan } = known(decider.serving(system.name), `${system.name} is served`);
  return {
    name: system.name,
    objective: { stated: system.objective.stated, words: wordObjective(system.objective), currency },
    fields: describeFields(system),
    actions: [act, otherwise],
    heads: Object.entries(system.heads).map(([name, { task, label }]) => ({ name, task, label })),
    outcomes: Object.entries(system.outcomes).map(([name, { kind, within }]) => ({ name, kind, within })),
    serving: { plan: plan.id, version: plan.version, allocations: plan.allocations.map((part) => ({ ...part })) },
  };
}

function wordObjective(objective: Objective): string {
  if (!objective.stated) return "Nobody has stated yet what these decisions are for.";
  const { direction, metric, baseline, target, currency, by } = objective;
  return `${direction} ${metric.name} from ${baseline} to ${target} ${currency} a year by ${by}`;
}

function describeFields({ contract }: SystemDefinition): readonly FieldDescription[] {
  return Object.entries(contract.fields)
    .filter(([, field]) => field.known === "before")
    .map(([name, { kind, missing, values, min, max, integer, unit, doc }]) => ({
      name,
      kind,
      missing,
      ...defined({ values, min, max, integer, unit, doc }),
    }));
}

/** Without the members that are not there. */
function defined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
