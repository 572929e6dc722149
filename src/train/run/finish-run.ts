import type { GateResult } from "../../evaluate/index.ts";
import { reachOf } from "../../features/index.ts";
import { importanceOf } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { capacityOf, ruleOnlyGate } from "../judge/candidate.ts";
import { gateOnFresh } from "../judge/fresh-gate.ts";
import { daysIn, isEnough, LEAST_FRESH, learnedFrom, type Since } from "../judge/fresh-rows.ts";
import type { JudgedRun, LearnedRun, Verdict } from "../judge/judge-run.ts";
import { CHAMPION_SAW_ROWS, NOT_COMPARABLE } from "../judge/rival.ts";
import { gateKnowing } from "../outside/seen-rows.ts";
import { adopt } from "../register/adopt.ts";
import { registerHeads } from "../register/register.ts";
import type { ActResult, AnswerResult, JudgedOn, TrainResult } from "./result.ts";
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
  const { system, snapshot, plan, heads, verdict, rows, rowsKey, metrics, p99Ms, judging } = run;
  const gate = heads.length === 0 ? ruleOnlyGate() : gateOf(run);
  const policy = verdict.kind === "act" ? verdict.judged.policy : verdict.judged.race.settled;
  const reach = reachOf(run.dataset.features);
  const learned = learnedFrom(run.dataset.time);
  const models = await registerHeads(
    { system, heads, metrics, gate, policy, snapshot, split: plan.kind, rowsKey, reach, judging, learned },
    deps,
  );
  const adoption = await adopt({ system, models, gate, policy, holds: deps.holds }, deps.registry);
  const shown = shownHead(system, heads);
  const common = {
    system: system.name,
    split: plan.kind,
    judgedRows: rows.length,
    judged: judgedOn(run),
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

/** The gate's word, knowing what the models that it weighed may have learned from. */
function gateOf(run: LearnedRun & JudgedRun): GateResult {
  const { verdict, system, judging, warnings } = run;
  const { champion } = verdict.kind === "act" ? verdict.judged.judgement : verdict.judged.race.standings;
  const flattered = warnings.some(({ code }) => code === CHAMPION_SAW_ROWS);
  // There is a champion, it could be compared, and it is nobody else than the candidate itself.
  const isChampion = judging.kind === "too-few" && !warnings.some(({ code }) => code === NOT_COMPARABLE);
  return gateOnFresh(gateKnowing(verdict.judged.gate, system), {
    ...{ judging, met: champion !== null || isChampion, flattered },
    judged: sinceIn(run),
  });
}

function judgedOn(run: LearnedRun & JudgedRun): JudgedOn {
  const { dataset, rows, judging } = run;
  const since = sinceIn(run);
  const days = dataset.time === null ? null : since.days;
  return { kind: judging.kind, rows: rows.length, days, enough: judging.kind !== "too-few" && isEnough(since) };
}

/** The judged rows; without a time nobody counts their days. */
function sinceIn({ dataset: { time }, rows }: LearnedRun & JudgedRun): Since {
  const days = time === null ? LEAST_FRESH.days : daysIn(Float64Array.from(rows, (row) => time[row] as number));
  return { rows: rows.length, days };
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
