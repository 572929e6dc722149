import { isObject } from "../../kernel/index.ts";
import type { ModelVersion, Release, Run } from "../../registry/index.ts";
import type { Drill } from "../drills/drill.ts";
import type { Evidence } from "../scorecard/evidence.ts";

/** Trainings that came to an end, oldest first. */
export function trainingsOf({ runs }: Evidence): readonly Run[] {
  return runs.filter(({ kind, status }) => kind === "train" && status === "finished");
}

/** What most people get; undefined while nothing is released. */
export function servedRelease({ plans, releases }: Evidence): Release | undefined {
  const main = plans.at(-1)?.allocations.find(({ purpose }) => purpose === "champion" || purpose === "unproven");
  return releases.find(({ id }) => id === main?.release);
}

/** The models that most people's answers come from. */
export function servedModels(evidence: Evidence): readonly ModelVersion[] {
  const named = new Set(Object.values(servedRelease(evidence)?.models ?? {}));
  return evidence.models.filter(({ id }) => named.has(id));
}

/** One thing that a gate looked at. */
export interface KeptReason {
  readonly code: string;
  readonly finding: string;
  readonly message: string;
}

/** What a model's gate looked at; empty where nobody kept it. */
export function reasonsOf({ gate }: ModelVersion): readonly KeptReason[] {
  const kept = gate?.reasons;
  return Array.isArray(kept) ? kept.filter(isReason) : [];
}

function isReason(value: unknown): value is KeptReason {
  return isObject(value) && typeof value.code === "string" && typeof value.finding === "string";
}

/** The newest drill, and how it went with some faults; undefined where none of them was ever injected. */
export function drilled(
  { drills = [] }: Evidence,
  faults: readonly string[],
): { readonly drill: Drill; readonly trials: number; readonly noticed: number } | undefined {
  const drill = drills.findLast(({ rows }) => rows.some(({ fault, trials }) => trials > 0 && faults.includes(fault)));
  if (drill === undefined) return undefined;
  const rows = drill.rows.filter(({ fault }) => faults.includes(fault));
  const sum = (of: "trials" | "noticed"): number => rows.reduce((total, row) => total + row[of], 0);
  return { drill, trials: sum("trials"), noticed: sum("noticed") };
}

const DAY = 86_400_000;

/** Whether monitors look at what is served, and looked a short while ago. */
export function isWatched({ watched, now }: Evidence): boolean {
  return watched != null && watched.to > now - 2 * DAY;
}
