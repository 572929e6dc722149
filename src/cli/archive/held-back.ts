import { ownHoldbacks, pricedDecisions, type StoredComparison } from "../../experiment/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";

/**
 * What a system's own holdback measured, release by release; nothing where it keeps none, or where its decisions cannot be
 * priced one by one.
 */
export async function heldBack(
  system: SystemDefinition | undefined,
  { openState, signal, clock }: Pick<Invocation, "openState" | "signal" | "clock">,
): Promise<readonly StoredComparison[]> {
  if (system === undefined || system.holdback === 0) return [];
  const { journal } = await openState(false);
  const request = { system, entries: entriesOf(journal, signal), wanted: () => true, now: clock.now() };
  try {
    const { name, objective } = system;
    return ownHoldbacks({ system: name, currency: objective.currency, priced: await pricedDecisions(request) });
  } catch (thrown) {
    if (isAlidadeError(thrown, "experiment.outcomes-several")) return [];
    throw thrown;
  }
}

/** The system of that name where its file can be found: at the path that was given, or in a folder of its name. */
export async function systemHere(
  name: string,
  given: string | undefined,
  cwd: string,
): Promise<SystemDefinition | undefined> {
  const { loadSystem } = await import("../load-system.ts");
  try {
    const { system } = await loadSystem(given ?? name, cwd);
    return system.name === name ? system : undefined;
  } catch (thrown) {
    // A ledger can be read without the file; whoever named it by its path has heard of it already.
    if (isAlidadeError(thrown)) return undefined;
    throw thrown;
  }
}
