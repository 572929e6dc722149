import { importanceOf } from "../model/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Blobs } from "../store/index.ts";
import { adopt } from "./adopt.ts";
import { capacityOf, pricedHead, ruleOnlyGate } from "./candidate.ts";
import { pricedOutcome } from "./dataset.ts";
import type { JudgedRun, LearnedRun } from "./judge-run.ts";
import { registerHeads } from "./register.ts";
import type { TrainResult } from "./result.ts";

export interface FinishDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** Version of the package. */
  readonly version: string;
}

/** The parts of a result that only the end of a run knows. */
export type Finished = Omit<TrainResult, "seconds" | "snapshot" | "warnings">;

/** Registers a judged run, decides what becomes of it, and sums it up. */
export async function finishRun(
  run: LearnedRun & JudgedRun & { readonly metrics: TrainResult["metrics"] },
  deps: FinishDeps,
): Promise<Finished> {
  const { system, snapshot, plan, heads, candidate, verdict, rows, rowsKey, metrics } = run;
  const gate = heads.length === 0 ? ruleOnlyGate() : verdict.gate;
  const policy = { cutoff: verdict.cutoff, ruleAtCutoff: verdict.ruleAtCutoff };
  const models = await registerHeads(
    { system, heads, metrics, gate, policy, snapshot, split: plan.kind, rowsKey },
    deps,
  );
  const adoption = await adopt({ system, models, gate, policy }, deps.registry);
  const priced = pricedHead(heads, pricedOutcome(system));
  return {
    system: system.name,
    split: plan.kind,
    judgedRows: rows.length,
    positives: candidate.judged.truth.reduce((sum, truth) => sum + truth, 0),
    models,
    metrics,
    judgement: verdict.judgement,
    stakes: verdict.stakes,
    threshold: verdict.threshold,
    capacity: capacityOf(system),
    overEffect: verdict.overEffect,
    perYear: system.objective.perYear ?? null,
    importance: priced === undefined ? {} : importanceOf(priced.model),
    p99Ms: candidate.p99Ms,
    gate,
    adoption,
  };
}
