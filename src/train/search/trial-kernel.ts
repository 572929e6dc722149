import { messageOf } from "../../kernel/index.ts";
import type { Help, Kernel } from "../../store/index.ts";
import { type FitInput, run as learnAndScore } from "../fit/fit-kernel.ts";

/** One trial: the fits that judge one set of parameters. */
export type TrialInput = readonly FitInput[];

/** What the fits said, or why one of them could not be made. Parameters that do not go together fail a trial, not the search. */
export type TrialOutput = { readonly took: number } & (
  | { readonly scores: readonly Float64Array[] }
  | { readonly failed: string }
);

/** Makes one fit after the other. The models are not kept: what counts is what they said of rows that they had not seen. */
export function run(input: TrialInput, help: Help = {}): TrialOutput {
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  try {
    const scores = input.map((one) => learnAndScore(one, help).scores);
    return { scores, took: took() };
  } catch (thrown) {
    return { failed: messageOf(thrown), took: took() };
  }
}

/** The same work for another thread. */
export const trialKernel: Kernel<TrialInput, TrialOutput> = { module: import.meta.url, run };
