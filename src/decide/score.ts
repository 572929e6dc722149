import type { Cell } from "../data/index.ts";
import { scoreRow } from "../model/index.ts";
import { combine } from "../policy/index.ts";
import type { LoadedRelease } from "./serving-state.ts";

/** What the heads said. */
export interface HeadScores {
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** Heads that threw, or answered with what is no finite number. */
  readonly failed: readonly string[];
}

/** Asks every head. */
export function scoreHeads(release: LoadedRelease, features: Readonly<Record<string, Cell>>): HeadScores {
  const heads: Record<string, readonly number[]> = {};
  const failed: string[] = [];
  for (const [name, model] of Object.entries(release.models)) {
    const outputs = attempt(() => scoreRow(model, features));
    if (outputs === undefined || !outputs.every(Number.isFinite)) failed.push(name);
    else heads[name] = outputs;
  }
  return { heads, failed };
}

/** The weighted sum of the heads; NaN where one that has a weight is missing. */
export function combineHeads({ heads }: HeadScores, { weights }: LoadedRelease): number {
  const single = Object.fromEntries(Object.entries(heads).map(([name, outputs]) => [name, outputs[0] ?? Number.NaN]));
  return combine(single, weights);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // A broken model must not become the caller's problem: the rule answers, and the receipt says which head failed.
    return undefined;
  }
}
