import { joinOutcomes } from "../../data/index.ts";
import { known, milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { pricedOutcome, pricer } from "../journal-readout/pricer.ts";

/** A decision, and what it came to. */
export interface PricedDecision {
  readonly decision: DecisionRecord;
  /** Null: not known yet. */
  readonly money: number | null;
}

export interface PricedRequest {
  readonly system: Pick<SystemDefinition, "name" | "objective" | "outcomes" | "policy" | "heads">;
  /** The journal, in the order in which it was written; entries of other systems are passed over. */
  readonly entries: Iterable<Envelope> | AsyncIterable<Envelope>;
  /** Which of the system's decisions are asked for. */
  wanted(decision: DecisionRecord): boolean;
  /** As of when, milliseconds since 1970. */
  readonly now: number;
  /** Whether decisions count whose attribution window is still open. Default `false`. */
  readonly early?: boolean;
}

/**
 * The decisions of a system with their money, by the outcome that its objective prices; those whose window is open are left
 * out. Throws `experiment.outcomes-several`.
 */
export async function pricedDecisions(request: PricedRequest): Promise<readonly PricedDecision[]> {
  const { system, now, early = false } = request;
  const name = pricedOutcome(system);
  const outcome = known(system.outcomes[name], `the outcome ${name}`);
  const within = milliseconds(outcome.within);
  const { decisions, outcomes } = await wantedEntries(request);
  const joined = joinOutcomes(decisions, outcomes, { outcome: name, within, now });
  const labels = new Map(joined.labels.map(({ decision, label }) => [decision, label]));
  const price = pricer(system, outcome.changedByActing);
  const mature = early ? decisions : decisions.filter(({ at }) => at < now - within);
  return mature.map((decision) => ({ decision, money: price(decision, labels.get(decision.id) ?? null) }));
}

/** Each decision once, and the outcomes of the system. */
export async function wantedEntries({
  system,
  entries,
  wanted,
}: Pick<PricedRequest, "system" | "entries" | "wanted">): Promise<{
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}> {
  const decisions = new Map<string, DecisionRecord>();
  const outcomes: OutcomeRecord[] = [];
  for await (const entry of entries) {
    if (isDecision(entry) && entry.body.system === system.name && wanted(entry)) decisions.set(entry.id, entry);
    if (isOutcome(entry) && entry.body.system === system.name) outcomes.push(entry);
  }
  return { decisions: [...decisions.values()], outcomes };
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";
