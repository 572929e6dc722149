import { type Registry, registryOf, type TrafficPlan } from "../../registry/index.ts";
import type { Retrain, SystemDefinition } from "../../system/index.ts";
import { retrainOf, type TriggerFacts, together, type Watched } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LocalState } from "../host/host.ts";
import type { LoadedSystem } from "../load-system.ts";
import { seenBy } from "../releases/release-status.ts";

/** What the hands of a loop are made of. */
export interface LoopAround extends Pick<Invocation, "backends" | "clock" | "cwd" | "fresh"> {
  readonly state: LocalState;
  /** What monitors have raised, for the triggers. Default: nobody watches. */
  readonly alarms?: () => Promise<TriggerFacts["alarms"]>;
  /** Whether nothing may be written, not even what spares the next look some work. Default `false`. */
  readonly onlyLooks?: boolean;
}

/** A system's loop, and what its steps work with. */
export interface LoopCall extends LoopAround {
  readonly loaded: LoadedSystem;
  readonly system: SystemDefinition;
  readonly retrain: Retrain;
  /** In the hands of `alidade`: nobody pressed a button. */
  readonly registry: Registry;
}

/** By whom automatic steps are made. */
const WHO = "alidade";

/** What one system's steps work with. */
export function loopCall(loaded: LoadedSystem, around: LoopAround): LoopCall {
  const { system } = loaded;
  const { state, clock } = around;
  const registry = registryOf({ state, clock, who: WHO });
  return { ...around, loaded, system, retrain: retrainOf(system), registry };
}

/** The plan by which a system is served, and whether one was made under a mark. */
export async function planWith(
  { registry, system }: Pick<LoopCall, "registry" | "system">,
  mark: string,
): Promise<TrafficPlan | undefined> {
  return (await registry.planHistory(system.name)).findLast(({ why }) => why.includes(mark));
}

/** Has every server decide by a plan from now on; one that is too slow takes it up by itself. */
export async function publish({ state, backends }: LoopCall, { system, version }: TrafficPlan): Promise<void> {
  const board = (await backends()).servingBoard(state.location);
  await board.tell({ kind: "changed", system, epoch: version });
}

/** What all servers have seen under a plan. */
export async function watchedUnder({ state, backends, system }: LoopCall, { version }: TrafficPlan): Promise<Watched> {
  const board = (await backends()).servingBoard(state.location);
  const of = { system: system.name, epoch: version };
  return together(of, await seenBy({ board, records: state.records }, of));
}
