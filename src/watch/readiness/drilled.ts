import type { Instant } from "../../kernel/index.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { RECENT } from "./evidence-parts.ts";

/** How the newest injections of some faults went. */
export interface Drilled {
  readonly trials: number;
  readonly noticed: number;
  /** Mean over the faults of how many were noticed, 0 to 1; one that nobody injected counts as unseen. */
  readonly share: number;
  /** Those that nobody injected in the last 90 days, at full strength; without those that cannot be injected here. */
  readonly missing: readonly string[];
  /** When the newest was drilled. */
  readonly at: Instant;
}

/** A fault is judged by so many injections: as many as a drill makes where nobody says otherwise. */
const ENOUGH = 3;
/** The strength at which readiness asks for faults: all that passes by is hit. */
const FULL = 1;

/**
 * How it went with some faults, each by its own newest injections: a later drill of one says nothing of the others, and a
 * single lucky injection does not outweigh the three before. Undefined where none of them was injected.
 */
export function drilled(evidence: Pick<Evidence, "drills" | "now">, faults: readonly string[]): Drilled | undefined {
  const found = faults.flatMap((fault) => newestOf(fault, evidence));
  const shown = found.filter(({ trials }) => trials > 0);
  if (shown.length === 0) return undefined;
  return {
    trials: shown.reduce((sum, { trials }) => sum + trials, 0),
    noticed: shown.reduce((sum, { noticed }) => sum + noticed, 0),
    share: shown.reduce((sum, { noticed, trials }) => sum + noticed / trials, 0) / found.length,
    missing: found.flatMap(({ fault, trials }) => (trials === 0 ? [fault] : [])),
    at: Math.max(...shown.map(({ at }) => at)),
  };
}

interface Newest {
  readonly fault: string;
  readonly trials: number;
  readonly noticed: number;
  readonly at: Instant;
}

/** None where the fault cannot be injected here; no trials where nobody did. */
function newestOf(fault: string, { drills = [], now }: Pick<Evidence, "drills" | "now">): readonly Newest[] {
  let [trials, noticed, at] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const drill of drills.toReversed()) {
    const row = drill.rows.find((one) => one.fault === fault);
    if (row === undefined || drill.strength !== FULL || drill.at <= now - RECENT) continue;
    if (row.unfit !== null && trials === 0) return [];
    trials += row.trials;
    noticed += row.noticed;
    at = Math.max(at, drill.at);
    if (trials >= ENOUGH) break;
  }
  return [{ fault, trials, noticed, at }];
}
