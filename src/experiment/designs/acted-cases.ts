import { joinOutcomes } from "../../data/index.ts";
import { known, milliseconds } from "../../kernel/index.ts";
import { pricedOutcome } from "../journal-readout/pricer.ts";
import type { ActedCase } from "./effect-of-acting.ts";
import { type PricedRequest, wantedEntries } from "./priced-decisions.ts";

/**
 * The decisions of an experiment whose outcome is known and whose window has closed, with whether they were acted on. Throws
 * `experiment.outcomes-several`.
 */
export async function actedCases({ system, entries, wanted, now }: PricedRequest): Promise<readonly ActedCase[]> {
  const outcome = pricedOutcome(system);
  const within = milliseconds(known(system.outcomes[outcome], `the outcome ${outcome}`).within);
  const { decisions, outcomes } = await wantedEntries({ system, entries, wanted });
  const mature = decisions.filter(({ at }) => at < now - within);
  const joined = joinOutcomes(mature, outcomes, { outcome, within, now });
  const labels = new Map(joined.labels.map(({ decision, label }) => [decision, label]));
  return mature.flatMap(({ id, subject, body: { purpose, acted } }): readonly ActedCase[] => {
    const label = labels.get(id);
    if (subject === undefined || typeof label !== "boolean") return [];
    return [{ unit: subject, isHeld: purpose === "holdback", acted, yes: label }];
  });
}
