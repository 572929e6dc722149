import type { LoadedRelease } from "../../../decide/index.ts";
import type { Cutoff } from "../../../policy/index.ts";
import { isActing, type SystemDefinition } from "../../../system/index.ts";
import { defineFault, type Fault, unfit } from "../fault.ts";
import { withReleases } from "../models.ts";

const TIMES = 10;

/** A payoff is ten times what it should be: the threshold that follows from it falls to a tenth. */
export const priceMisplaced: Fault = defineFault({
  about: "a payoff is ten times too high",
  of: "people",
  part: "action",
  noticedBy: ["prices.moved", "actions.*", "value.*"],
  plan(site) {
    if (!isActing(site.system)) return unfit("no threshold follows from a payoff here");
    return {
      says: `every payoff is ${TIMES} times as high, and the threshold a tenth`,
      system: repriced(site.system),
      state: withReleases(site.state, lowered),
    };
  },
});

function repriced(system: SystemDefinition): SystemDefinition {
  const { objective } = system;
  const payoff = Object.fromEntries(
    Object.entries(objective.payoff).map(([action, money]: [string, unknown]) => [action, times(money)]),
  );
  return { ...system, objective: { ...objective, payoff } as SystemDefinition["objective"] };
}

/** Every number in a payoff, however deep, times ten. */
function times(money: unknown): unknown {
  if (typeof money === "number") return TIMES * money;
  if (typeof money !== "object" || money === null) return money;
  return Object.fromEntries(Object.entries(money).map(([name, value]) => [name, times(value)]));
}

function lowered(release: LoadedRelease): LoadedRelease {
  const { policy } = release;
  if (policy?.policy !== "act-if") return release;
  const tenth = (one: Cutoff): Cutoff => ({ ...one, cutoff: one.cutoff / TIMES });
  return { ...release, policy: { ...policy, heads: tenth(policy.heads) } };
}
