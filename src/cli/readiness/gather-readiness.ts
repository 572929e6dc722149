import { drillBook, type Evidence } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { watchedSince } from "../monitors/watched-since.ts";
import { gatherEvidence } from "../scorecard/gather-evidence.ts";

/** What a scorecard looks at, and beside it the drills and how long monitors have been at work. */
export async function gatherReadiness(loaded: LoadedSystem, invocation: Invocation): Promise<Evidence> {
  const state = await invocation.openState(false);
  const { name } = loaded.system;
  return {
    ...(await gatherEvidence(loaded, invocation)),
    drills: await drillBook(state.records).list(name),
    watched: await watchedSince(name, state),
  };
}
