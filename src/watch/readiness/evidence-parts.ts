import { isObject } from "../../kernel/index.ts";
import type { ModelVersion, Release } from "../../registry/index.ts";
import type { Evidence } from "../scorecard/evidence.ts";

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

const DAY = 86_400_000;

/** What was practised longer ago than 90 days shows nothing of what serves today. */
export const RECENT: number = 90 * DAY;

/** Whether monitors look at what is served, and looked a short while ago. */
export function isWatched({ watched, now }: Evidence): boolean {
  return watched != null && watched.to > now - 2 * DAY;
}
