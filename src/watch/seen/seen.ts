import type { Instant } from "../../kernel/index.ts";
import type { LogHistogram, Moments, WeightedMoments } from "../../stats/index.ts";

/** How the numbers of one input are told apart: n edges, ascending, make n + 1 bins; a bin ends before its upper edge. */
export interface NumberLayout {
  readonly kind: "number";
  readonly edges: readonly number[];
}

/** How the values of one input are told apart: a bin for each named one, and a last one for all others. A flag is "true" or "false". */
export interface TextLayout {
  readonly kind: "text";
  readonly values: readonly string[];
}

export type InputLayout = NumberLayout | TextLayout;

/** What is counted of a system, and in which bins. Fixed with the reference, so that periods add up. */
export interface Layout {
  /** A hash of the rest: what was seen under different layouts does not add up. */
  readonly id: string;
  /** The fields as they were given, by name. */
  readonly fields: Readonly<Record<string, InputLayout>>;
  /** The features as heads saw them, by name. */
  readonly features: Readonly<Record<string, InputLayout>>;
  /** The first output of each head, by name. */
  readonly heads: Readonly<Record<string, NumberLayout>>;
  /** What the policy saw as one number; absent where it sees none. */
  readonly score?: NumberLayout;
  /** What the outputs of a head stand for, of heads that have several: its classes, or its labels. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
}

/** What was seen of one input. */
export interface InputSeen {
  /** By bin of its layout. */
  readonly bins: readonly number[];
  readonly missing: number;
  /** Of finite numbers; absent for text. */
  readonly numbers?: Moments & { readonly least: number; readonly most: number };
  /** How often the same value came in a row at most, of those that were not missing, in order of decision. */
  readonly longestRun: number;
}

/** What was seen of a score: how often each bin, and what the scores in it add up to. */
export interface OutputSeen {
  readonly bins: readonly number[];
  readonly sums: readonly number[];
  /** Decisions that had none: the head failed, or was not asked. */
  readonly missing: number;
  readonly numbers: Moments;
}

/** One bin of a calibration curve: predictions of about the same size. Weighted means; both 0 in an empty bin. */
export interface CalibrationBin {
  readonly weight: number;
  readonly predicted: number;
  readonly label: number;
}

/**
 * How one head did on decisions whose attribution window closed in the period; an early yes is seen before any no, so open
 * windows tell nothing. Of an outcome that acting changes only decisions count that were untreated or drawn, by 1 / propensity;
 * those held back stand also for those of about the same score that were acted on for certain. Of a ranking each candidate that
 * was shown counts by itself. Labels, predictions and losses are the first output's; a loss is that of all outputs.
 */
export interface LabelSeen {
  /** Decisions whose window closed. */
  readonly closed: number;
  /** Of these, the share that was looked at: a sample by the decision's id where there are too many. */
  readonly share: number;
  /** Of those looked at: with a report, and with reports that contradict each other. */
  readonly reported: number;
  readonly contradicted: number;
  /** Decisions of which the first report that came too late to count came in this period, whenever their window closed. */
  readonly late: number;
  /** Of those looked at, acted on for certain and nobody held back of about the same score: nothing here stands for them. */
  readonly unheard?: number;
  /** Those that the rest is computed from, weighted. */
  readonly labels: WeightedMoments;
  readonly predicted: WeightedMoments;
  /** Log loss of a probability, squared error of a number. */
  readonly loss: WeightedMoments;
  /** Loss in the order in which windows closed: means of consecutive blocks of the same size, at most 512. */
  readonly losses: readonly number[];
  /** Of probabilities, twenty bins of the same width; else by the bins of the head's layout. */
  readonly calibration: readonly CalibrationBin[];
  /** Of a head that foresees one yes or no: what became known in the period, windows that are open among it; of long ones once a day. */
  readonly news?: LabelNews;
}

/**
 * By how much more became known to be a yes in a period than a head foresaw, as sums over decisions that were not acted on, each
 * of which counts alike. Zero on average, with the variances below, if probabilities and delays of reports are as ever.
 */
export interface LabelNews {
  /** Decisions of which something could become known. */
  readonly cases: number;
  /** Σ d: d is how much the chance of a yes gained by what became known; by the end 1 − p or −p with p as foreseen. */
  readonly gap: number;
  /** Σ d x: x is the logarithm of the odds that were foreseen, no further than 2 from that of the average. */
  readonly trend: number;
  /** Σ v, Σ v x, Σ v x²: v is the variance of d, by the end p (1 − p). */
  readonly variance: readonly [number, number, number];
  /** By how many more were reported, of yes or no, than delays and chances let expect, and the variance of that. */
  readonly reports: readonly [more: number, variance: number];
}

/** What was seen of a part of the entities. */
export interface SliceSeen {
  readonly decisions: number;
  readonly acted: number;
  readonly fellBack: number;
  readonly score: Moments;
}

/** What a server says of what it did for the system over the period, and of itself. */
export interface HealthSeen {
  /** Of the system, with its part of those that failed before anybody knew whose they were: no whole number, then. */
  readonly requests: number;
  /** Answered with 500 or more. */
  readonly failed: number;
  /** Answered with 400 or 422: what was asked is wrong in itself, so there is no decision to look at. */
  readonly refused: number;
  /** Milliseconds of the period in which it was ready. */
  readonly readyMs: number;
  /** Seconds of processor time, and the most memory in bytes. */
  readonly cpuSeconds: number;
  readonly memory: number;
}

/**
 * What was seen of a system in one period: enough for every monitor, whatever the number of decisions. Two periods under one
 * layout add up. Plain data.
 */
export interface Seen {
  readonly layout: string;
  /** The period: milliseconds since 1970; the end does not belong to it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly decisions: number;
  readonly fields: Readonly<Record<string, InputSeen>>;
  readonly features: Readonly<Record<string, InputSeen>>;
  readonly heads: Readonly<Record<string, OutputSeen>>;
  readonly score?: OutputSeen;
  /** How many were acted on in a way that can change the outcome. */
  readonly acted: number;
  /** By action, or label; of the 64 most frequent. */
  readonly said: Readonly<Record<string, number>>;
  /** By arm of the traffic plan. */
  readonly arms: Readonly<Record<string, number>>;
  /** By level of fallback: who answered in place of the release's own heads. */
  readonly fellBack: Readonly<Record<string, number>>;
  /** By reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Milliseconds of each decision. */
  readonly took: LogHistogram;
  /** By `field=value` of the declared slices; of at most 64 values each. */
  readonly slices: Readonly<Record<string, SliceSeen>>;
  /** Of rankings: how often something was shown, how many different candidates that were about, and the most shown. */
  readonly exposure?: {
    readonly shown: number;
    readonly distinct: number;
    readonly top: Readonly<Record<string, number>>;
    /** By which periods add up: the registers of a sketch of the candidates, base64. */
    readonly sketch?: string;
  };
  /** Milliseconds from the newest event of a stream to the decision, by stream. */
  readonly ages: Readonly<Record<string, LogHistogram>>;
  /** Events that came, and those that broke their contract by `field: rule`, by stream. */
  readonly events: Readonly<
    Record<string, { readonly came: number; readonly refused: Readonly<Record<string, number>> }>
  >;
  /** Decisions whose id, or events whose id, had come before. */
  readonly repeated: number;
  /** By head. */
  readonly labels: Readonly<Record<string, LabelSeen>>;
  /** Of outcomes that are numbers, what was reported in the period, by outcome. */
  readonly amounts: Readonly<Record<string, Moments>>;
  /** Money a decision, as the objective prices it, of decisions whose window closed: acted on or not, each as much as any other. */
  readonly value?: WeightedMoments;
  /** Absent where no server tells. */
  readonly health?: HealthSeen;
}

/** What a system is held against: what its heads learned from, or a period that a person called good. */
export interface Reference {
  /** The same as long as the same heads serve. */
  readonly id: string;
  readonly from: "training" | "period";
  readonly layout: Layout;
  readonly seen: Seen;
  /** Of each feature, summing to 1; equal parts where no head tells. */
  readonly importance: Readonly<Record<string, number>>;
  /** The fields that each feature reads, by feature. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}
