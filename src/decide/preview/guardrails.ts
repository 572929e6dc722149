import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** A guardrail as it stands. What combines and cuts scores takes no time that could be seen: the same heads are asked. */
export interface GuardrailWatch {
  readonly guardrail: "latency";
  /** Milliseconds: what the slowest percent of decisions may take, and what it took. */
  readonly limit: number;
  readonly now: number | Insufficient;
}

/** Fewer decisions have no slowest percent. */
const FEWEST = 100;

/** How the declared guardrails stand in the stored decisions. */
export function guardrailsOf(
  { objective }: SystemDefinition,
  decisions: readonly DecisionRecord[],
): readonly GuardrailWatch[] {
  const took = Float64Array.from(decisions, ({ body }) => body.took).sort();
  const slowest = took[Math.ceil(0.99 * took.length) - 1];
  const now =
    slowest === undefined || took.length < FEWEST
      ? insufficient("too-few-rows", { need: FEWEST, have: took.length })
      : slowest;
  return objective.guardrails.map(({ guardrail, p99Ms }) => ({ guardrail, limit: p99Ms, now }));
}
