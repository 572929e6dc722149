import type { Warning } from "../train/index.ts";
import { wordCount } from "./words.ts";

/** That the quick fits saw fewer rows than there are; `sampled` is null when they saw all. */
export function sampleWarnings(rows: number, sampled: number | null): readonly Warning[] {
  if (sampled === null) return [];
  const message = `The quick fits saw ${wordCount(sampled)} of ${wordCount(rows)} rows: all rows of entities drawn at random.`;
  return [{ code: "assess.sampled", message }];
}
