import { addToMoments, type Moments, noMoments } from "../../../stats/index.ts";
import { type Beyond, beyondEvidence } from "./beyond.ts";

/** What a server held in its first periods since it began, as a logarithm, and what it held last. Plain data. */
export interface MemoryState {
  readonly periods: number;
  readonly first: Moments;
  readonly last: number;
}

export const noMemory: MemoryState = Object.freeze({ periods: 0, first: noMoments, last: 0 });

/** It fills what it needs in the first two periods. */
const WARM = 2;
const FIRST = 24;
/** Less than this part of what it held: it began anew. */
const BEGUN = 0.5;
/** The least scatter of the logarithm that is assumed: garbage comes and goes. */
const SCATTER = 0.05;

/** A period's most memory, in bytes. */
export function addMemory(state: MemoryState, bytes: number): MemoryState {
  const before = bytes < BEGUN * state.last ? noMemory : state;
  const isFirst = before.periods >= WARM && before.first.n < FIRST;
  const first = isFirst ? addToMoments(before.first, Math.log(bytes)) : before.first;
  return { periods: before.periods + 1, first, last: bytes };
}

/**
 * Whether memory has grown by more than a part beyond what was held in the first day of periods. Held against these, since what
 * leaks slowly always looks like the period before. Undefined until they are over.
 */
export function memoryGrowth(
  { first, last }: MemoryState,
  growth: number,
): { readonly usual: number; readonly most: number; readonly evidence: number } | undefined {
  if (first.n < FIRST || last <= 0) return undefined;
  const line = first.mean + Math.log1p(growth);
  const deviation = Math.max(SCATTER, Math.sqrt((first.m2 / (first.n - 1)) * (1 + 1 / first.n)));
  const beyond: Beyond = { value: Math.log(last), line, deviation, wrong: "above" };
  return { usual: Math.exp(first.mean), most: Math.exp(line), evidence: beyondEvidence(beyond) };
}
