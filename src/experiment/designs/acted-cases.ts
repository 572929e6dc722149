import { joinOutcomes } from "../../data/index.ts";
import { known, milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { pricedOutcome } from "../journal-readout/pricer.ts";
import type { ActedCase } from "./effect-of-acting.ts";
import type { PricedRequest } from "./priced-decisions.ts";

/**
 * The decisions of an experiment whose outcome is known and whose window has closed, with whether they were acted on. Holds a few
 * words of each, never what was seen. Throws `experiment.outcomes-several`.
 */
export async function actedCases({ system, entries, wanted, now }: PricedRequest): Promise<readonly ActedCase[]> {
  const outcome = pricedOutcome(system);
  const within = milliseconds(known(system.outcomes[outcome], `the outcome ${outcome}`).within);
  const decisions = new Map<string, ActedDecision>();
  const outcomes: OutcomeRecord[] = [];
  for await (const entry of entries) {
    if (isOutcome(entry) && entry.body.system === system.name && entry.body.outcome === outcome) outcomes.push(entry);
    if (!isDecision(entry) || entry.body.system !== system.name || entry.at >= now - within || !wanted(entry)) continue;
    const { id, at, subject, body } = entry;
    if (subject !== undefined)
      decisions.set(id, { id, at, unit: subject, isHeld: body.purpose === "holdback", acted: body.acted });
  }
  const { labels } = joinOutcomes([...decisions.values()], outcomes, { outcome, within, now });
  return labels.flatMap(({ decision, label }): readonly ActedCase[] => {
    const { unit, isHeld, acted } = known(decisions.get(decision), `the decision ${decision}`);
    return typeof label === "boolean" ? [{ unit, isHeld, acted, yes: label }] : [];
  });
}

type ActedDecision = Pick<DecisionRecord, "id" | "at"> & Omit<ActedCase, "yes">;

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";
