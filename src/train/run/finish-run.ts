import { reachOf } from "../../features/index.ts";
import { importanceOf } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { capacityOf, ruleOnlyGate } from "../judge/candidate.ts";
import type { JudgedRun, LearnedRun, Verdict } from "../judge/judge-run.ts";
import { gateKnowing } from "../outside/seen-rows.ts";
import { adopt } from "../register/adopt.ts";
import { registerHeads } from "../register/register.ts";
import type { ActResult, AnswerResult, TrainResult } from "./result.ts";
import { shownHead } from "./shown-head.ts";

export interface FinishDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** Version of the package. */
  readonly version: string;
  /** Whether somebody else decides what becomes of the candidate. */
  readonly holds?: boolean | undefined;
}

/** The parts of a result that only the end of a run knows. */
export type Finished = FinishedPart<TrainResult>;
type FinishedPart<R> = R extends TrainResult ? Omit<R, "seconds" | "snapshot" | "warnings"> : never;

/** Registers a judged run, decides what becomes of it, and sums it up. */
export async function finishRun(
  run: LearnedRun & JudgedRun & { readonly metrics: TrainResult["metrics"] },
  deps: FinishDeps,
): Promise<Finished> {
  const { system, snapshot, plan, heads, verdict, rows, rowsKey, metrics, p99Ms } = run;
  const gate = heads.length === 0 ? ruleOnlyGate() : gateKnowing(verdict.judged.gate, system);
  const policy = verdict.kind === "act" ? verdict.judged.policy : verdict.judged.race.settled;
  const reach = reachOf(run.dataset.features);
  const models = await registerHeads(
    { system, heads, metrics, gate, policy, snapshot, split: plan.kind, rowsKey, reach },
    deps,
  );
  const adoption = await adopt({ system, models, gate, policy, holds: deps.holds }, deps.registry);
  const shown = shownHead(system, heads);
  const common = {
    system: system.name,
    split: plan.kind,
    judgedRows: rows.length,
    models,
    metrics,
    perYear: system.objective.perYear ?? null,
    importance: shown === undefined ? {} : importanceOf(shown.model),
    p99Ms,
    gate,
    adoption,
  };
  return { ...common, ...judgedPart(system, verdict) };
}

type JudgedPart =
  | Pick<ActResult, "kind" | "positives" | "judgement" | "stakes" | "threshold" | "capacity" | "overEffect" | Money>
  | Pick<AnswerResult, "kind" | "judgement" | "settled" | Money>;
type Money = "currency" | "basis";

function judgedPart(system: SystemDefinition, verdict: Verdict): JudgedPart {
  if (verdict.kind === "answer") {
    const { stated, currency } = system.objective;
    const { standings: judgement, settled } = verdict.judged.race;
    return { kind: "answer", judgement, settled, currency, basis: stated ? "measured" : "assumed" };
  }
  const { candidate, judged } = verdict;
  const { judgement, stakes, threshold, overEffect } = judged;
  const { currency, basis } = stakes;
  const positives = candidate.judged.truth.reduce((sum, truth) => sum + truth, 0);
  const capacity = capacityOf(system);
  return { kind: "act", positives, judgement, stakes, threshold, capacity, overEffect, currency, basis };
}
