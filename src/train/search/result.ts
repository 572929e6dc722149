import type { Insufficient } from "../../kernel/index.ts";
import type { Point, Told } from "../../learn/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { LearnerRef } from "../../system/index.ts";
import type { SearchSettings } from "./settings.ts";

/** Parameters that the choice was compared with, on rows that no choice has seen. */
export interface SearchRival {
  /** `as in the file` or `the learner's defaults`. */
  readonly name: string;
  readonly score: Estimated;
  /** How much better the choices are, above 0 for better; paired over the same rows. */
  readonly gain: Estimated;
}

/** What the choices are worth: each made without the rows that judge it. */
export interface Honest {
  /** Rows that judged. */
  readonly rows: number;
  readonly score: Estimated;
  readonly rivals: readonly SearchRival[];
  /** What was chosen without each part: choices that differ widely mean that it hardly matters. */
  readonly choices: readonly Point[];
}

/** What a search came to. */
export interface SearchResult {
  readonly id: string;
  readonly system: string;
  readonly snapshot: string;
  readonly settings: SearchSettings;
  /** The trials over all rows, in order. */
  readonly told: readonly Told[];
  /** The best of them, on the scale that people know: by it the choice was made, so it flatters. */
  readonly best: { readonly params: Point; readonly number: number; readonly score: number };
  /** The head's learner with the chosen parameters. */
  readonly learner: LearnerRef;
  readonly honest: Honest;
  /** Whether the choices beat the file's parameters, by the interval of the gain. */
  readonly verdict: "better" | "no-better" | "worse" | "unclear";
  readonly importance: Readonly<Record<string, number>> | Insufficient;
  /** Trials in all studies, and how many of them failed. */
  readonly trials: { readonly run: number; readonly failed: number };
  readonly seconds: number;
}
