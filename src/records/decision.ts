import type { Envelope } from "./envelope.ts";

/** Why an allocation serves what it serves. */
export type Purpose = "champion" | "canary" | "experiment" | "holdback" | "unproven";

/** What a system answered that is no action: a label, a set of labels, a value, or the ids of candidates, best first. */
export type RecordedAnswer = string | readonly string[] | number;

/** One of the candidates of a ranking, as it was seen. */
export interface CandidateRecord {
  /** The caller's own name for it, unique within the request. */
  readonly id: string;
  /** Fields of this candidate alone, after the contract. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The features as the heads saw them; a missing one is null. */
  readonly features: Readonly<Record<string, unknown>>;
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** What it was ordered by; null when there was nothing to score. */
  readonly score: number | null;
  /** Where it was shown, from 1; null when it was not. */
  readonly position: number | null;
  /** Where it came from, as the caller said. */
  readonly source?: string;
  /** What put a shown one there: `score`, `diversity`, `slot:editors`, `least:follows`, `explored`. */
  readonly slot?: string;
  /** The chance that a shown one had of standing there, given who stands above. */
  readonly propensity?: number;
  /** The share of people who look at its position, as the objective says. */
  readonly examined?: number;
  /** Of an order that two releases share: the arm whose release put it there. */
  readonly team?: "control" | "treatment";
  /** Why it was not scored or not shown. */
  readonly reasons: readonly string[];
}

/** What the online view said when a decision was made. */
export interface OnlineRecord {
  /** As of when, milliseconds since 1970. */
  readonly at: number;
  /** How much of the journal the view had seen. */
  readonly version: string;
  /** The windows of the entity, by key; a missing one is null. */
  readonly windows: Readonly<Record<string, number | string | boolean | null>>;
  /** Milliseconds from the newest event of each stream to the decision; null while there was none. */
  readonly ages: Readonly<Record<string, number | null>>;
  /** Why the view could not be asked, as a code: every window is missing then. Absent where it could. */
  readonly unavailable?: string;
}

/** What a budget had left when a decision was made: of a capacity, or of the limit of an action or a label. */
export interface LimitRecord {
  /** For this arm, in this window. */
  readonly most: number;
  readonly used: number;
  /** The part of the window that had gone by, in [0, 1). */
  readonly elapsed: number;
  /** What the counter said when the decision asked to spend; absent where it did not ask. */
  readonly given?: boolean;
  /**
   * Present where nothing could be counted, because the disk is full, and the server was told to answer all the same: the
   * budget is taken as spent.
   */
  readonly uncounted?: true;
}

/** What came of a source of candidates. */
export interface SourceRecord {
  readonly came: number;
  /** How many of them were left out: beyond the source's `most`, or beyond what one request takes. Absent: none. */
  readonly over?: number;
  /** How many of them were no candidates. Absent: none. */
  readonly unfit?: number;
  /** Why it gave none: it was switched off, late or failed. */
  readonly missing?: "off" | "late" | "failed";
}

/** Which part of a partitioned model answered. */
export interface PartRecord {
  /** How many features of the key were used: 0 is the parent of all. */
  readonly level: number;
  readonly key: readonly string[];
}

/** Who answered in place of the heads as they were released. */
export type FallbackLevel = "previous" | "parent" | "rule" | "default";

/** A served answer in full: enough to learn from it, to audit it, and to compute it again bit for bit. */
export interface DecisionBody {
  readonly system: string;
  /** Version of the traffic plan that assigned the entity. */
  readonly plan: string;
  readonly arm: string;
  readonly purpose: Purpose;
  /** Name of the running experiment, when the decision belongs to one. */
  readonly experiment?: string;
  /** May be counted in that experiment's analysis; known when the decision was made. */
  readonly eligible: boolean;
  /** Milliseconds that the answer was kept back, for an experiment on what waiting costs. */
  readonly delayed?: number;
  readonly release: string;
  /** Version ids of everything that took part. */
  readonly versions: {
    readonly models: Readonly<Record<string, string>>;
    readonly weights: string;
    readonly policy: string;
    readonly contract: string;
  };
  /** The fields as they came, after the contract. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The features as the heads saw them; a missing one is null. */
  readonly features: Readonly<Record<string, unknown>>;
  /** What was seen of the streams' events. Absent for a system that asks no windows. */
  readonly online?: OnlineRecord;
  /** Each head's outputs: one probability, one value, or one probability per class. */
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** By head, what its outputs are called, of heads that say more than one thing. Older receipts do not have it. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /**
   * What the policy saw as one number: the combined score of the heads, the expected money of a label, the value that a
   * head predicted. Null when there is none.
   */
  readonly score: number | null;
  /** Of a system that acts or not. */
  readonly action?: string;
  /** Of every other system; null when neither the heads nor the rule had one. */
  readonly answer?: RecordedAnswer | null;
  /** Where the true value most likely lies, beside an answer that is a value. */
  readonly interval?: readonly [low: number, high: number];
  /** The labels of which one is true as often as the policy's coverage says, likeliest first, beside an answer that is a label. */
  readonly set?: readonly string[];
  /** All candidates of a ranking, in the order in which they came. */
  readonly candidates?: readonly CandidateRecord[];
  /** Who answered, where it was not the release's own heads (or its rule, of a release that is the rule). */
  readonly level?: FallbackLevel;
  /** By head, the earlier model version that answered in its place. */
  readonly instead?: Readonly<Record<string, string>>;
  /** By head, the part of a partitioned model that answered. */
  readonly parts?: Readonly<Record<string, PartRecord>>;
  /** Heads that were not asked, because they had been late again and again. */
  readonly skipped?: readonly string[];
  /** Model versions, of what served and of what stood by, that could not be used. Older receipts do not have it. */
  readonly unusable?: readonly string[];
  /** Of a ranking whose candidates were gathered here: what came of each source. */
  readonly sources?: Readonly<Record<string, SourceRecord>>;
  /** What budgets had left: `capacity`, `action:call`, `label:urgent`. */
  readonly limits?: Readonly<Record<string, LimitRecord>>;
  /** Probability with which this action was chosen, given everything above. 1 when nothing was left to chance. */
  readonly propensity: number;
  /** Whether the action is one that can change the outcome. */
  readonly acted: boolean;
  /** Codes, most important first: `policy.above-threshold`, `fallback.head-failed` … */
  readonly reasons: readonly string[];
  /** Milliseconds spent. */
  readonly took: number;
}

export type DecisionRecord = Envelope<"decision", DecisionBody>;
