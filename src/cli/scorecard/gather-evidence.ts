import { isProof } from "../../experiment/index.ts";
import { tokensOf } from "../../govern/index.ts";
import { type Evidence, journalFacts } from "../../watch/index.ts";
import { openArchive } from "../archive/open-archive.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

/** Reads all that the state directory knows of a system. */
export async function gatherEvidence({ system, file }: LoadedSystem, invocation: Invocation): Promise<Evidence> {
  const { cwd, clock, who, signal } = invocation;
  const { records, journal } = await invocation.openState(false);
  const registry = await invocation.registry();
  // Nothing is made here, so no randomness is needed.
  const tokens = tokensOf({ records, clock, who, random: () => new Uint8Array() });
  const comparisons = await (await openArchive(invocation)).comparisons(system.name);
  return {
    system,
    file: shownPath(file, cwd),
    now: clock.now(),
    runs: await registry.runs(system.name),
    snapshots: await registry.snapshots(system.name),
    models: await registry.models(system.name),
    releases: await registry.releases(system.name),
    plans: await registry.planHistory(system.name),
    history: await registry.history(system.name),
    comparisons: comparisons.map((one) => ({ proof: isProof(one), until: one.until })),
    tokens: (await tokens.list()).map(({ scopes, expiresAt, revoked }) => ({
      scopes,
      expiresAt,
      revoked: revoked !== undefined,
    })),
    journal: await journalFacts(entriesOf(journal, signal), system.name),
  };
}
