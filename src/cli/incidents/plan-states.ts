import type { ServingState } from "../../decide/index.ts";
import type { TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";

/** The traffic plans of a system, and what each served, loaded when it is first asked for. */
export interface PlanStates {
  readonly plans: readonly TrafficPlan[];
  /** Undefined where the registry holds no such plan. */
  byId(plan: string): Promise<ServingState | undefined>;
  /** Of any plan, also one that was never in force. */
  of(plan: TrafficPlan): Promise<ServingState>;
}

/** Opens what a system's traffic plans served. */
export async function planStates(
  system: SystemDefinition,
  invocation: Pick<Invocation, "registry" | "backends">,
): Promise<PlanStates> {
  const registry = await invocation.registry();
  const ports = (await invocation.backends()).modelPorts();
  const plans = await registry.planHistory(system.name);
  const { loadState } = await import("../../decide/index.ts");
  const loaded = new Map<string, Promise<ServingState>>();
  const of = (plan: TrafficPlan): Promise<ServingState> => {
    const found = loaded.get(plan.id) ?? loadState(system, plan, { registry, ports });
    loaded.set(plan.id, found);
    return found;
  };
  return {
    plans,
    of,
    byId: async (id) => {
      const plan = plans.find((one) => one.id === id);
      return plan === undefined ? undefined : await of(plan);
    },
  };
}
