import type { Instant } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { type ArmStatistics, openArm } from "../arm-statistics.ts";

/** What a journal says of a system's decisions, all arms together. */
export interface JournalFacts extends Pick<ArmStatistics, "decisions" | "failed" | "fellBack" | "took"> {
  readonly first: Instant;
  readonly last: Instant;
  /** Decisions of the busiest second. */
  readonly busiest: number;
  readonly outcomes: number;
  readonly lastOutcome: Instant | null;
}

const SECOND = 1_000;

/** Reads what there is of one system in a journal, in the order in which it was written; null without a decision. */
export async function journalFacts(entries: AsyncIterable<Envelope>, system: string): Promise<JournalFacts | null> {
  const arm = openArm();
  const pace = openPace();
  let [first, last, outcomes, lastOutcome] = [Infinity, -Infinity, 0, -Infinity];
  for await (const entry of entries) {
    if (isDecision(entry) && entry.body.system === system) {
      arm.add(entry.body);
      pace.add(entry.at);
      [first, last] = [Math.min(first, entry.at), Math.max(last, entry.at)];
    }
    if (isOutcome(entry) && entry.body.system === system) {
      outcomes++;
      lastOutcome = Math.max(lastOutcome, entry.at);
    }
  }
  const { decisions, failed, fellBack, took } = arm.read();
  if (decisions === 0) return null;
  const told = { outcomes, lastOutcome: outcomes === 0 ? null : lastOutcome };
  return { decisions, failed, fellBack, took, first, last, busiest: pace.busiest(), ...told };
}

/** Counts seconds one after the other: a journal is in the order of time, but for the last milliseconds. */
function openPace(): { add(at: Instant): void; busiest(): number } {
  let [second, count, most] = [Number.NaN, 0, 0];
  return {
    add(at) {
      const now = Math.floor(at / SECOND);
      count = now === second ? count + 1 : 1;
      second = now;
      most = Math.max(most, count);
    },
    busiest: () => most,
  };
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";
