import { known, type Space } from "../../kernel/index.ts";
import type { Goal } from "../../learn/index.ts";
import type { Run } from "../../registry/index.ts";
import type { BlendHead, SystemDefinition } from "../../system/index.ts";
import { datasetOf } from "../dataset/dataset.ts";
import { headLabel } from "../dataset/head-label.ts";
import { checkLearners, judgedRows } from "../fit/fit-heads.ts";
import { goalsOf } from "../fit/goals.ts";
import { planFor } from "../fit/plan-for.ts";
import { endedEarly } from "../run/ended-early.ts";
import type { SearchDeps } from "../search/run-search.ts";
import { commonInput } from "../search/trial-input.ts";
import { takeSnapshot } from "../snapshot/snapshot.ts";
import { decoupledTries } from "./decoupled.ts";
import { tradeOffUnfit } from "./errors.ts";
import { type Judging, judgeOrders } from "./judge-orders.ts";
import type { TradeOffResult } from "./result.ts";
import { type Tried, trainAll } from "./tried.ts";
import { type WeightPoint, weightPoints } from "./weights.ts";

/** What is asked of a look at the trade-off between goals. */
export interface TradeOffRequest {
  /** Default: the only head made by blend(). */
  readonly head?: string;
  /** Shares that are tried for each goal with a range, its ends included. At least 2. */
  readonly steps: number;
  /** By head, and there by goal, the range of its share. */
  readonly spaces?: Readonly<Record<string, Space>>;
}

/**
 * Tries weights of a common score's goals: trains it for each, asks it about rows that it has not seen, and puts beside it one
 * head for each goal, trained once and combined when serving. Recorded as a search, a trial for each setting. Throws
 * `train.trade-off-*`, and the errors of the data and the parameters.
 */
export async function tryTradeOff(
  system: SystemDefinition,
  request: TradeOffRequest,
  deps: SearchDeps,
): Promise<TradeOffResult> {
  const started = deps.stopwatch();
  checkLearners(system);
  const name = blendNamed(system, request.head);
  const head = system.heads[name] as BlendHead;
  const points = weightPoints(name, head, { steps: request.steps, space: request.spaces?.[name] });
  const reading = deps.progress.step("Reading the data");
  const { snapshot } = await takeSnapshot(system, deps);
  reading.done(`${snapshot.rows.toLocaleString("en-US")} rows`);
  const run = await deps.registry.startRun({
    ...{ system: system.name, snapshot: snapshot.id, seed: system.seed, why: "trade-off", kind: "search" },
    ...{ params: { settings: { head: name, ...request } }, provenance: deps.provenance ?? null },
  });
  deps.onRun?.(run);
  try {
    const judging = judgingOf(system, name, datasetOf(system, snapshot.table));
    const found = await tryPoints(judging, points, deps);
    const { currency } = system.objective;
    const what = { id: run.id, system: system.name, snapshot: snapshot.id, head: name, currency };
    const result = { ...what, ...found, seconds: (deps.stopwatch() - started) / 1000 };
    await keep(run, result, deps);
    return result;
  } catch (thrown) {
    await deps.registry.endRun(run, endedEarly(thrown, deps.signal));
    throw thrown;
  }
}

/** The named head, or the only one with goals. */
function blendNamed({ name: system, heads }: SystemDefinition, asked: string | undefined): string {
  const blends = Object.keys(heads).filter((name) => heads[name]?.task === "blend");
  const found = asked ?? (blends.length === 1 ? blends[0] : undefined);
  if (found === undefined || !blends.includes(found)) throw tradeOffUnfit({ system, head: asked, blends });
  return found;
}

function judgingOf(system: SystemDefinition, name: string, dataset: Judging["dataset"]): Judging {
  const head = system.heads[name] as BlendHead;
  const plan = planFor(system, dataset);
  return { system, name, head, dataset, plan, rows: judgedRows(plan), goals: goalsOf(system, head).goals ?? [] };
}

async function tryPoints(
  judging: Judging,
  points: readonly WeightPoint[],
  deps: SearchDeps,
): Promise<Pick<TradeOffResult, "rows" | "shown" | "goals" | "points" | "lead" | "heads">> {
  const { system, name, head, dataset, plan, goals } = judging;
  const learning = deps.progress.step("Learning for each setting of the weights");
  const label = headLabel(dataset, head);
  const common = commonInput(system, { head: name, dataset, label });
  const blended = points.map(
    ({ weights }): Tried => ({ common: { ...common, goals: weighed(goals, weights) }, ref: head.learner }),
  );
  const alone = decoupledTries(system, dataset, { goals, learner: head.learner });
  const onTrained = (done: number): void => {
    deps.signal?.throwIfAborted();
    learning.update(done / (blended.length + alone.length));
  };
  const trained = await trainAll([...blended, ...alone], plan, { compute: deps.compute, onTrained });
  learning.done(`${blended.length} settings, and a head for each of ${alone.length} goals`);
  return judgeOrders(judging, points, {
    blended: trained.slice(0, points.length),
    alone: Object.fromEntries(goals.map((goal, i) => [goal.name, known(trained[points.length + i], "a goal's head")])),
  });
}

function weighed(goals: readonly Goal[], weights: WeightPoint["weights"]): readonly Goal[] {
  return goals.map((goal) => ({ ...goal, weight: weights[goal.name] ?? 0 }));
}

/** A trial for each setting, and the whole under the search. */
async function keep(run: Run, result: TradeOffResult, { registry, provenance }: SearchDeps): Promise<void> {
  const { system, head, points, lead, seconds, shown, heads } = result;
  const common = { system, snapshot: run.snapshot, seed: run.seed, why: "trade-off", provenance: provenance ?? null };
  for (const { weights, blended, decoupled } of points)
    await registry.addRun(
      { ...common, kind: "trial", parent: run.id, params: { [head]: { weights } }, took: blended.retraining, of: run },
      {
        status: "finished",
        models: [],
        facts: { weights, blended, decoupled },
        metrics: metricsOf(head, blended.goals),
      },
    );
  await registry.endRun(run, { status: "finished", models: [], facts: { points, lead, shown, heads, seconds } });
}

function metricsOf(
  head: string,
  goals: TradeOffResult["points"][number]["blended"]["goals"],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(goals).flatMap(([goal, found]) => ("value" in found ? [[`${head}.${goal}`, found.value]] : [])),
  );
}
