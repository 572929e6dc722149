import type { Cell, Row } from "../data/index.ts";
import { evaluateRow } from "../features/index.ts";
import { scoreRow } from "../model/index.ts";
import { type Cutoff, combine } from "../policy/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { LoadedRelease } from "./serving-state.ts";

/** A score, where it came from, and when it is acted on. */
export interface Scored {
  readonly score: number;
  readonly heads: Readonly<Record<string, readonly number[]>>;
  readonly cutoff: Cutoff;
  readonly reasons: readonly string[];
}

/** Asks every head. A head that throws or answers with what is no finite number is named in `failed`. */
export function scoreHeads(
  release: LoadedRelease,
  features: Readonly<Record<string, Cell>>,
): { readonly score: number; readonly heads: Scored["heads"]; readonly failed: readonly string[] } {
  const heads: Record<string, readonly number[]> = {};
  const failed: string[] = [];
  for (const [name, model] of Object.entries(release.models)) {
    const outputs = attempt(() => scoreRow(model, features));
    if (outputs === undefined || !outputs.every(Number.isFinite)) failed.push(name);
    else heads[name] = outputs;
  }
  const single = Object.fromEntries(Object.entries(heads).map(([name, outputs]) => [name, outputs[0] ?? Number.NaN]));
  return { score: combine(single, release.weights), heads, failed };
}

/** The rule's answer as a score: 1 is act, 0 is not. A missing answer is a no. */
export function scoreRule(system: SystemDefinition, row: Row): { readonly score: number } {
  return { score: evaluateRow({ rule: system.rule }, row).rule === true ? 1 : 0 };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // A broken model must not become the caller's problem: the rule answers, and the receipt says which head failed.
    return undefined;
  }
}
