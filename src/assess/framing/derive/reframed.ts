import { known } from "../../../kernel/index.ts";
import { type Head, outcomesOf, type SystemDefinition } from "../../../system/index.ts";
import type { FittedHead, RowOutputs } from "../../../train/index.ts";
import type { Bench } from "../bench.ts";

/** The name of the head that a derived framing learns. */
export const MODEL = "model";

/** The declared system with one head in place of its own. What it learns is as late, and as little changed, as the declared outcome. */
export function withModel({ system, target }: Pick<Bench, "system" | "target">, head: Head): SystemDefinition {
  const declared = known(system.outcomes[target], `outcome ${target}`);
  const kind = head.task === "binary" ? "flag" : head.task === "multiclass" ? "text" : "number";
  const own = Object.fromEntries(
    outcomesOf(head).map((name) => [name, system.outcomes[name] ?? { ...declared, kind }]),
  );
  return {
    ...system,
    // A policy that answers with a head answers with this one.
    policy: "head" in system.policy ? { ...system.policy, head: MODEL } : system.policy,
    outcomes: { ...system.outcomes, ...own },
    heads: { [MODEL]: head },
    weights: { [MODEL]: { start: 1, min: 0, max: 1 } },
  } as SystemDefinition;
}

/** What the one head said. */
export function modelOutputs(heads: readonly FittedHead[]): RowOutputs {
  const { unseen, classes } = known(heads[0], "the head of a derived framing");
  return { outputs: unseen, classes };
}
