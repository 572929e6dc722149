import { drillBook, type Evidence } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { gatherEvidence } from "../scorecard/gather-evidence.ts";

/** What a scorecard looks at, and the drills beside it. */
export async function gatherReadiness(loaded: LoadedSystem, invocation: Invocation): Promise<Evidence> {
  const { records } = await invocation.openState(false);
  return {
    ...(await gatherEvidence(loaded, invocation)),
    drills: await drillBook(records).list(loaded.system.name),
  };
}
