import type { Decider } from "../decide/index.ts";
import { known } from "../kernel/index.ts";
import { type Objective, stakesOf } from "../objective/index.ts";
import { isActing, outcomesOf, type SystemDefinition, targetsOf } from "../system/index.ts";
import type { FieldDescription, SystemDescription } from "../wire/index.ts";

/** A system for a reader outside: what it is for, takes and answers, and what it serves at the moment. */
export function describeSystem(system: SystemDefinition, decider: Decider): SystemDescription {
  const { plan } = known(decider.serving(system.name), `${system.name} is served`);
  return {
    name: system.name,
    objective: {
      stated: system.objective.stated,
      words: wordObjective(system.objective),
      currency: system.objective.currency,
    },
    fields: describeFields(system),
    policy: system.policy.policy,
    ...coverageOf(system),
    actions: actionsOf(system),
    labels: labelsOf(system),
    heads: Object.entries(system.heads).map(([name, head]) => ({ name, task: head.task, labels: outcomesOf(head) })),
    outcomes: Object.entries(system.outcomes).map(([name, { kind, within }]) => ({ name, kind, within })),
    actionable: Object.keys(system.actionable ?? {}),
    serving: { plan: plan.id, version: plan.version, allocations: plan.allocations.map((part) => ({ ...part })) },
  };
}

function coverageOf({ policy }: SystemDefinition): Pick<SystemDescription, "coverage"> {
  const { coverage } = policy as { readonly coverage?: number };
  return coverage === undefined ? {} : { coverage };
}

function actionsOf(system: SystemDefinition): readonly string[] {
  if (!isActing(system)) return [];
  const { act, otherwise } = stakesOf(system.objective);
  return [act, otherwise];
}

/** The labels that an answer can hold: declared values of a text, or the names of the labels. */
function labelsOf(system: SystemDefinition): readonly string[] {
  const { policy, outcomes } = system;
  const targets = targetsOf(system);
  if (policy.policy === "pick-labels") return targets;
  return policy.policy === "pick-label" ? (outcomes[targets[0] ?? ""]?.values ?? []) : [];
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
