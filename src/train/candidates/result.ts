import type { Estimated } from "../../stats/index.ts";
import type { LearnerRef } from "../../system/index.ts";
import type { Lead } from "../search/lead.ts";

/** What answers made in one way come to. */
export interface WayWorth {
  /** How many labels are given, in words; empty where the policy leaves no choice. */
  readonly way: string;
  /** Under the objective, for each decision. */
  readonly perDecision: Estimated;
}

/** One candidate of a head, on rows that it has not seen. */
export interface CandidateWorth {
  /** As it is written: `perLabel(gbdt({ rounds: 50 }))`. */
  readonly learner: LearnerRef;
  /** The head's loss, less is better; null where its task has none. */
  readonly loss: Estimated | null;
  /** By how much its loss is below the first candidate's, paired; null of the first. */
  readonly gain: Estimated | null;
  readonly ways: readonly WayWorth[];
  /** Milliseconds on one thread, for the fits that judge and the one on all rows. */
  readonly took: number;
}

/** The candidates of a head compared. */
export interface CandidatesResult {
  readonly id: string;
  readonly system: string;
  readonly snapshot: string;
  readonly head: string;
  /** Name of the loss; null where the task has none. */
  readonly objective: string | null;
  readonly rows: number;
  readonly currency: string;
  readonly candidates: readonly CandidateWorth[];
  /** Which is ahead, by money where answers are priced, else by the loss; null where neither is known. */
  readonly lead: Lead | null;
  readonly seconds: number;
}
