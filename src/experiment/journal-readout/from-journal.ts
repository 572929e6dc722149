import { joinOutcomes } from "../../data/index.ts";
import { defineError, type ErrorConstructor, known, milliseconds } from "../../kernel/index.ts";
import { type AnswerPayoff, isAnswerPayoff, priceLabel, priceValue, realisedMoney } from "../../objective/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Design } from "../designs/design.ts";
import { type Readout, readout } from "./readout.ts";
import { type CollectRequest, collectUnits, type Label } from "./units.ts";

interface Several {
  readonly system: string;
  readonly policy: string;
}

export const outcomesSeveral: ErrorConstructor<Several> = defineError("experiment.outcomes-several", {
  headline: "More outcomes than one to read",
  message: ({ system, policy }: Several) =>
    `A readout needs one outcome for each decision. "${system}" (${policy}) has one for each label or candidate.`,
  hint: () => "Compare such systems on past decisions: `alidade train` does, in money.",
});

export interface JournalReadout {
  readonly system: Pick<SystemDefinition, "name" | "objective" | "outcomes" | "policy" | "heads">;
  readonly design: Design;
  /** The journal, in the order in which it was written; entries of other systems and experiments are passed over. */
  readonly entries: Iterable<Envelope> | AsyncIterable<Envelope>;
  /** As of when, milliseconds since 1970: what was reported later is not seen. */
  readonly now: number;
  /**
   * Whether decisions count whose attribution window is still open. Good news travels first, so they flatter the arm that
   * acts more, and the verdict is preliminary. Default `false`: they are left out.
   */
  readonly early?: boolean;
  /** Of all intervals together. Default 0.95. */
  readonly level?: number;
}

/** Reads an experiment out of the journal: decisions and outcomes, joined, priced by the objective, summed, compared. */
export async function readoutFromJournal(request: JournalReadout): Promise<Readout> {
  const { system, design, now, early = false, level } = request;
  const name = pricedOutcome(system);
  const outcome = known(system.outcomes[name], `the outcome ${name}`);
  const within = milliseconds(outcome.within);
  const { decisions, outcomes } = await entriesOf(request);
  const joined = joinOutcomes(decisions, outcomes, { outcome: name, within, now });
  const labels = new Map(joined.labels.map((found) => [found.decision, found]));
  const once = [...onceEach(decisions)];
  // The window's last moment belongs to it, as in the join.
  const matureBefore = early ? Infinity : now - within;
  const collected = collectUnits({
    experiment: design.name,
    decisions: once,
    label: ({ id }) => {
      const { status, label } = known(labels.get(id), `the label of ${id}`);
      return label === null ? { state: "pending" } : { state: "known", value: label, late: status === "late" };
    },
    money: pricer(system, outcome.changedByActing),
    matureBefore,
  });
  const waiting = { within: outcome.within, firstCounts: firstAfter(once, matureBefore, within) };
  const asOf = early ? now : matureBefore;
  return { ...readout({ design, collected, asOf, ...(level === undefined ? {} : { level }) }), waiting };
}

/** When the oldest decision that is left out for its youth will count. */
function firstAfter(decisions: readonly DecisionRecord[], matureBefore: number, within: number): number | null {
  const first = decisions.reduce(
    (least, { at, body, subject }) =>
      at >= matureBefore && body.eligible && subject !== undefined ? Math.min(least, at) : least,
    Infinity,
  );
  return first === Infinity ? null : first + within;
}

type Value = Extract<Label, { state: "known" }>["value"] | null;

/** What a decision came to. Where yes and no are worth the same, nothing needs to be waited for. */
export function pricer(system: JournalReadout["system"], changedByActing: boolean): CollectRequest["money"] {
  const { objective } = system;
  if (isAnswerPayoff(objective.payoff)) return answerPricer(objective.payoff);
  const money = realisedMoney(objective, changedByActing);
  return ({ body }, value: Value) => {
    const action = known(body.action, "the action of a decision");
    if (value !== null) return money(action, value === true);
    const [yes, no] = [money(action, true), money(action, false)];
    return yes === no ? yes : null;
  };
}

/** The money of an answer, once the truth is known. */
function answerPricer(payoff: AnswerPayoff): CollectRequest["money"] {
  return ({ body: { answer } }, value: Value) => {
    if (value === null) return null;
    if ((payoff.payoff === "right-or-wrong" || payoff.payoff === "by-answer") && typeof value === "string")
      return priceLabel(payoff, typeof answer === "string" ? answer : null, value);
    if (payoff.payoff === "per-unit" && typeof value === "number" && typeof answer === "number")
      return priceValue(payoff, answer, value);
    return null;
  };
}

/** The one outcome that decides what a decision came to. Throws `experiment.outcomes-several` where there are more. */
export function pricedOutcome(system: JournalReadout["system"]): string {
  const { policy } = system;
  if (policy.policy === "pick-labels" || policy.policy === "rank-by")
    throw outcomesSeveral({ system: system.name, policy: policy.policy });
  return known(targetsOf(system)[0], "a system with an outcome");
}

interface Kept {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

async function entriesOf({ entries, design, system }: JournalReadout): Promise<Kept> {
  const decisions: DecisionRecord[] = [];
  const outcomes: OutcomeRecord[] = [];
  for await (const entry of entries) {
    if (isDecision(entry) && entry.body.system === system.name && entry.body.experiment === design.name)
      decisions.push(slim(entry));
    if (isOutcome(entry) && entry.body.system === system.name) outcomes.push(entry);
  }
  return { decisions, outcomes };
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";

/** What was seen is most of a receipt, and a readout asks only for what was done. */
function slim(decision: DecisionRecord): DecisionRecord {
  return { ...decision, body: { ...decision.body, given: {}, features: {}, heads: {} } };
}

function onceEach(decisions: readonly DecisionRecord[]): Iterable<DecisionRecord> {
  return new Map(decisions.map((decision) => [decision.id, decision])).values();
}
