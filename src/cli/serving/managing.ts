import type { ManageOptions } from "../../server/index.ts";
import type { Invocation } from "../calling/command.ts";
import { monitoredIn } from "./monitored.ts";

/** Changes that are made over HTTP carry the name of who made them, and reach every server of the state. */
export async function managing({
  clock,
  openState,
  backends,
  who,
}: Pick<Invocation, "clock" | "openState" | "backends" | "who">): Promise<ManageOptions> {
  const state = await openState(true);
  return {
    registry: async (who) => (await import("../../registry/index.ts")).registryOf({ state, clock, who }),
    board: (await backends()).servingBoard(state.location),
    monitored: monitoredIn(state, { clock, who }),
    records: state.records,
    clock,
  };
}
