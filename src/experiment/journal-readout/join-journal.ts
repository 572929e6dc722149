import { joinOutcomes } from "../../data/index.ts";
import { type Instant, known, milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { Design } from "../designs/design.ts";
import type { Noticed } from "../readout/statistics.ts";
import type { Aftermath } from "./aftermath.ts";
import { type PricedSystem, pricedOutcome, pricer } from "./pricer.ts";
import type { Waiting } from "./readout.ts";
import { type CollectedUnits, collectUnits, type Label, whyLeftOut } from "./units.ts";

/** How long before an experiment its units' decisions are looked at, for CUPED: 28 days, in milliseconds. */
export const PAST: number = 28 * 86_400_000;

export interface JournalReadout {
  readonly system: PricedSystem;
  readonly design: Design;
  /** The journal, in the order in which it was written; entries of other systems and experiments are passed over. */
  readonly entries: Iterable<Envelope> | AsyncIterable<Envelope>;
  /** As of when, milliseconds since 1970: what was reported later is not seen. */
  readonly now: Instant;
  /**
   * Whether decisions count whose attribution window is still open. Good news travels first, so they flatter the arm that
   * acts more, and the verdict is preliminary. Default `false`: they are left out.
   */
  readonly early?: boolean;
  /** Of all intervals together. Default 0.95. */
  readonly level?: number;
}

export interface JoinRequest extends JournalReadout {
  /** Outcomes to read beside the priced one. Default: none. */
  readonly outcomes?: readonly string[];
  /** What is kept of what was seen: fields of the contract. Default: nothing. */
  readonly fields?: readonly string[];
  /** When the experiment began; what its units' decisions of the {@link PAST} before came to is joined too. Default: nothing is. */
  readonly began?: Instant;
}

/** Decisions, and what became of them. */
export interface Joined {
  /** Each once, in the order of the journal. */
  readonly decisions: readonly DecisionRecord[];
  readonly aftermath: Aftermath;
}

/** The decisions of an experiment that count, and what became of them. */
export interface JoinedJournal extends Joined {
  readonly collected: CollectedUnits;
  /** Decisions from before it began, with what was known of them then. */
  readonly past: Joined;
  /** Reports of outcomes, and those of something that happened before its decision, by arm. */
  readonly timing: Pick<Noticed, "outcomes" | "early">;
  readonly waiting: Waiting;
  /** Up to when decisions count, milliseconds since 1970. */
  readonly asOf: Instant;
}

/** Joins an experiment's decisions with their outcomes. A decision counts when the windows of all outcomes that are read have closed. */
export async function joinJournal(request: JoinRequest): Promise<JoinedJournal> {
  const { system, design, now, early = false, began } = request;
  const priced = pricedOutcome(system);
  const outcomes = [...new Set([priced, ...(request.outcomes ?? [])])];
  const { decisions: all, earlier, reports } = await entriesOf(request);
  const aftermath = aftermathOf(system, outcomes, { decisions: all, reports, now });
  const longest = outcomes.map((name) => windowOf(system, name)).reduce((a, b) => (b.ms > a.ms ? b : a));
  // The window's last moment belongs to it, as in the join.
  const matureBefore = early ? Infinity : now - longest.ms;
  const decisions = all.filter((decision) => whyLeftOut(decision, matureBefore) === undefined);
  const collected = collectUnits({
    experiment: design.name,
    decisions: all,
    label: (decision) => aftermath.label(decision, priced),
    money: (decision) => aftermath.money(decision),
    matureBefore,
  });
  return {
    ...{ decisions, aftermath, collected },
    past: {
      decisions: earlier,
      aftermath: aftermathOf(system, outcomes, { decisions: earlier, reports, now: began ?? now }),
    },
    timing: timingOf(decisions, reports, { system, outcomes, now }),
    waiting: { within: longest.within, firstCounts: firstAfter(all, matureBefore, longest.ms) },
    asOf: early ? now : matureBefore,
  };
}

interface Window {
  readonly within: string;
  readonly ms: number;
}

function windowOf({ outcomes }: Pick<PricedSystem, "outcomes">, name: string): Window {
  const { within } = known(outcomes[name], `the outcome ${name}`);
  return { within, ms: milliseconds(within) };
}

interface Reported {
  readonly decisions: readonly DecisionRecord[];
  readonly reports: readonly OutcomeRecord[];
  readonly now: Instant;
}

/** What became of decisions, as it was known at a time. */
function aftermathOf(
  system: PricedSystem,
  outcomes: readonly string[],
  { decisions, reports, now }: Reported,
): Aftermath {
  const labels = new Map(
    outcomes.map((outcome) => {
      const joined = joinOutcomes(decisions, reports, { outcome, within: windowOf(system, outcome).ms, now });
      const found = joined.labels.map(({ decision, label, status }): readonly [string, Label] => [
        decision,
        label === null ? { state: "pending" } : { state: "known", value: label, late: status === "late" },
      ]);
      return [outcome, new Map(found)] as const;
    }),
  );
  const priced = pricedOutcome(system);
  const price = pricer(system, known(system.outcomes[priced], `the outcome ${priced}`).changedByActing);
  const labelOf: Aftermath["label"] = ({ id }, outcome) =>
    known(labels.get(outcome)?.get(id), `the label ${outcome} of ${id}`);
  return {
    label: labelOf,
    money: (decision) => {
      const label = labelOf(decision, priced);
      return price(decision, label.state === "known" ? label.value : null);
    },
  };
}

/** When the oldest decision that is left out for its youth will count. */
function firstAfter(decisions: readonly DecisionRecord[], matureBefore: number, within: number): number | null {
  const first = decisions.reduce(
    (least, decision) => (whyLeftOut(decision, matureBefore) === "immature" ? Math.min(least, decision.at) : least),
    Infinity,
  );
  return first === Infinity ? null : first + within;
}

interface TimingRequest {
  readonly system: PricedSystem;
  readonly outcomes: readonly string[];
  readonly now: Instant;
}

function timingOf(
  decisions: readonly DecisionRecord[],
  reports: readonly OutcomeRecord[],
  { system, outcomes, now }: TimingRequest,
): JoinedJournal["timing"] {
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  const windows = new Map(outcomes.map((name) => [name, windowOf(system, name).ms]));
  const found = { outcomes: {} as Record<string, number>, early: {} as Record<string, number> };
  for (const { at, body } of new Map(reports.map((report) => [report.id, report])).values()) {
    const [decision, within] = [byId.get(body.decision), windows.get(body.outcome)];
    if (decision === undefined || within === undefined || at > now) continue;
    const after = body.happenedAt - decision.at;
    if (Math.abs(after) > within) continue;
    const of = after < 0 ? found.early : found.outcomes;
    of[decision.body.arm] = (of[decision.body.arm] ?? 0) + 1;
  }
  return found;
}

interface Kept {
  readonly decisions: readonly DecisionRecord[];
  readonly earlier: readonly DecisionRecord[];
  readonly reports: readonly OutcomeRecord[];
}

async function entriesOf({ entries, design, system, began, fields = [] }: JoinRequest): Promise<Kept> {
  const decisions = new Map<string, DecisionRecord>();
  const earlier = new Map<string, DecisionRecord>();
  const reports: OutcomeRecord[] = [];
  for await (const entry of entries) {
    if (isOutcome(entry) && entry.body.system === system.name) reports.push(entry);
    if (!isDecision(entry) || entry.body.system !== system.name) continue;
    if (entry.body.experiment === design.name) decisions.set(entry.id, slim(entry, fields));
    else if (began !== undefined && entry.at < began && entry.at >= began - PAST)
      earlier.set(entry.id, slim(entry, fields));
  }
  return { decisions: [...decisions.values()], earlier: [...earlier.values()], reports };
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";

/** What was seen is most of a receipt, and a readout asks for little more than what was done. */
function slim(decision: DecisionRecord, fields: readonly string[]): DecisionRecord {
  const { given: all } = decision.body;
  const given = Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
  return { ...decision, body: { ...decision.body, given, features: {}, heads: {} } };
}
