import { isDeepStrictEqual } from "node:util";
import type { WaitingPrice } from "../../evaluate/index.ts";
import type { DecisionPrice } from "../../experiment/index.ts";
import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { planWith } from "../experiments/experiment-record.ts";

/** What the history calls it when an experiment has priced waiting; its facts are the price. */
const PRICED = "latency.priced";

interface PriceFacts extends DecisionPrice {
  readonly currency: string;
}

/** What became of an experiment's price of waiting. */
export interface KeptPrice {
  readonly price: PriceFacts | null;
  readonly sentence: string;
}

/**
 * Keeps in the history what an experiment of the design latency-price says a millisecond costs, for the gate; undefined for every
 * other design.
 */
export async function keepPrice(
  system: SystemDefinition,
  { name, early }: { readonly name: string; readonly early: boolean },
  invocation: Pick<Invocation, "openState" | "registry" | "signal" | "clock">,
): Promise<KeptPrice | undefined> {
  const registry = await invocation.registry();
  const plan = await planWith(registry, system.name, name);
  const terms = plan.experiments?.find((one) => one.name === name);
  if (terms?.design !== "latency-price") return undefined;
  const { decisionPrice, pricedDecisions } = await import("../../experiment/index.ts");
  const { journal } = await invocation.openState(false);
  const priced = await pricedDecisions({
    system,
    entries: entriesOf(journal, invocation.signal),
    wanted: ({ body }: DecisionRecord) => body.experiment === name,
    now: invocation.clock.now(),
    early,
  });
  const arms = plan.allocations.filter(({ experiment }) => experiment === name);
  const found = decisionPrice({ arms, priced });
  if (isInsufficient(found))
    return { price: null, sentence: `What waiting costs is not known yet: ${wordInsufficient(found)}.` };
  const price: PriceFacts = { ...found, currency: system.objective.currency };
  const last = (await registry.history(system.name)).findLast(({ what }) => what === PRICED);
  if (last?.subject !== name || !isDeepStrictEqual(last.facts, price))
    await registry.note(system.name, { what: PRICED, subject: name, why: "read out", facts: { ...price } });
  return { price, sentence: "The gate takes its price of waiting off the gains of slower models from now on." };
}

/** What a millisecond costs as the newest of such experiments measured it; undefined while none has, in the objective's currency. */
export async function measuredPrice(
  registry: Registry,
  { name, objective }: Pick<SystemDefinition, "name" | "objective">,
): Promise<WaitingPrice | undefined> {
  const events = await registry.history(name);
  const last = events.findLast(({ what, facts }) => what === PRICED && facts?.currency === objective.currency);
  if (last === undefined) return undefined;
  const { perMs, upToMs } = last.facts as unknown as PriceFacts;
  return { perMs, upToMs, experiment: last.subject };
}
