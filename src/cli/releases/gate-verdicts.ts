import type { GateReason } from "../../evaluate/index.ts";
import { isObject } from "../../kernel/index.ts";
import type { ModelVersion, Registry } from "../../registry/index.ts";

/** A reason of a gate, as it was kept. */
export type KeptReason = Pick<GateReason, "code" | "finding" | "message">;

/** What a gate said of a model, and in which run. */
export interface GateVerdict {
  readonly verdict: string;
  /** What it did not pass; nothing where nobody kept it. */
  readonly open: readonly KeptReason[];
  /** Absent when only the model's registration tells it. */
  readonly run?: string;
}

/**
 * What the gate last said of each model: training again under other prices may find the same model and judge it anew.
 * A model of no finished run has the verdict of its registration; one that was never judged has none.
 */
export async function gateVerdicts(
  registry: Registry,
  system: string,
  models: readonly ModelVersion[],
): Promise<ReadonlyMap<string, GateVerdict>> {
  const judged = (await registry.runs(system)).filter(({ facts }) => typeof facts.gate === "string");
  return new Map(
    models.flatMap(({ id, gate }): [string, GateVerdict][] => {
      const run = judged.findLast(({ models: made }) => made.includes(id));
      if (run !== undefined)
        return [[id, { verdict: String(run.facts.gate), open: openIn(run.facts.gateReasons), run: run.id }]];
      return gate?.verdict === undefined ? [] : [[id, { verdict: String(gate.verdict), open: openIn(gate.reasons) }]];
    }),
  );
}

function openIn(reasons: unknown): readonly KeptReason[] {
  return Array.isArray(reasons) ? reasons.filter(isReason).filter(({ finding }) => finding !== "pass") : [];
}

function isReason(value: unknown): value is KeptReason {
  return isObject(value) && typeof value.code === "string" && typeof value.message === "string";
}
