import type { ServeWords } from "../serving/serve-words.ts";

/** What was said on the command line. */
export interface UpWords extends ServeWords {
  readonly workers: number;
  readonly every: string;
  readonly period: string | undefined;
  readonly noRetrain: boolean;
  readonly once: boolean;
  readonly replay: string | undefined;
  readonly speed: string | undefined;
  readonly perDay: number | undefined;
}

/** The same, read. */
export interface UpPlan {
  readonly words: UpWords;
  readonly everyMs: number;
  readonly periodMs: number | undefined;
  readonly retrains: boolean;
}
