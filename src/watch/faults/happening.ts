import type { Instant } from "../../kernel/index.ts";
import type { CandidateRecord, DecisionRecord, EventBody, OnlineRecord, OutcomeBody } from "../../records/index.ts";

/** Fields by name, as a caller gives them. */
export type Given = Readonly<Record<string, unknown>>;

/** A question as it reached a system: what was known of a case, before anything was decided. */
export interface Asked {
  readonly kind: "asked";
  /** Of the decision. */
  readonly id: string;
  readonly at: Instant;
  readonly entity: string;
  readonly given: Given;
  readonly candidates?: readonly Pick<CandidateRecord, "id" | "given" | "source">[];
  readonly online?: OnlineRecord;
  /** How it was served: budgets, times and heads that were left out are as they were then. */
  readonly served: DecisionRecord;
}

/** A report of what came of a decision. */
export interface Reported {
  readonly kind: "reported";
  readonly id: string;
  readonly at: Instant;
  readonly body: OutcomeBody;
}

/** An event of a stream that was pushed. */
export interface Pushed {
  readonly kind: "pushed";
  readonly id: string;
  readonly at: Instant;
  readonly body: EventBody;
}

/** Something that reached a system. */
export type Happening = Asked | Reported | Pushed;

/** What reached one system, in order of time. */
export type Stream = readonly Happening[];

/** In order of time; what comes at the same time stays in order. */
export function inOrder(stream: readonly Happening[]): Stream {
  return stream.toSorted((a, b) => a.at - b.at);
}

/** The reports of each decision. */
export function reportsByDecision(stream: Stream): ReadonlyMap<string, readonly Reported[]> {
  const found = new Map<string, Reported[]>();
  for (const one of stream) {
    if (one.kind !== "reported") continue;
    const reports = found.get(one.body.decision);
    if (reports === undefined) found.set(one.body.decision, [one]);
    else reports.push(one);
  }
  return found;
}
