import { isAlidadeError, isInsufficient } from "../../kernel/index.ts";
import { type Provenance, type Registry, type Run, runOver } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { endedEarly } from "./ended-early.ts";
import type { TrainRun } from "./train-run.ts";

export interface RecordDeps {
  readonly registry: Registry;
  /** The code and the machine, for the record. */
  readonly provenance?: Provenance;
  /** Id of the run whose parameters these were. */
  readonly parent?: string;
  /** Default "training". */
  readonly why?: string | undefined;
  /** Called as soon as the run has a record. */
  onRun?(run: Run): void;
  readonly signal?: { readonly aborted?: boolean };
}

/**
 * Keeps a record of a run, from the moment when its snapshot is there: how it ended, what it made, how long it took. A run
 * whose process died stays `running` until a later one, a day or more after it, finds no sign of it.
 */
export async function recordRun(
  system: SystemDefinition,
  { registry, signal, provenance, parent, why = "training", onRun }: RecordDeps,
  work: (started: (snapshot: string) => Promise<void>) => Promise<TrainRun>,
): Promise<TrainRun> {
  let run: Run | undefined;
  try {
    const finished = await work(async (snapshot) => {
      await registry.declareObjective(system);
      const params = Object.fromEntries(Object.entries(system.heads).map(([name, { learner }]) => [name, learner]));
      const draft = { system: system.name, snapshot, seed: system.seed, why, kind: "train" } as const;
      run = await registry.startRun({
        ...draft,
        params,
        provenance: provenance ?? null,
        parent: parent ?? null,
      });
      onRun?.(run);
      await closeLost(run, registry);
    });
    const { models, gate, seconds, adoption } = finished.result;
    const stopped = models.flatMap(({ head, stopped: when }) => (when === undefined ? [] : [[head, when] as const]));
    const learned = models.filter(({ kept }) => kept === undefined);
    const again = models.flatMap(({ head, recalibrated: from }) => (from === undefined ? [] : [[head, from] as const]));
    const taught = models.flatMap(({ head, taught: by }) => (by === undefined ? [] : [[head, by] as const]));
    const open = gate.reasons.filter(({ finding }) => finding !== "pass");
    const facts = {
      ...{ gate: gate.verdict, adoption: adoption.kind, seconds, perDecision: perDecisionOf(finished.result) },
      judged: finished.result.judged,
      ...(open.length === 0
        ? {}
        : { gateReasons: open.map(({ code, finding, message }) => ({ code, finding, message })) }),
      ...(again.length === 0 ? {} : { recalibrated: Object.fromEntries(again), taught: Object.fromEntries(taught) }),
      ...(learned.length === models.length ? {} : { learned: learned.map(({ head }) => head) }),
      ...(stopped.length === 0 ? {} : { stopped: Object.fromEntries(stopped) }),
    };
    if (run !== undefined)
      await registry.endRun(run, {
        ...{ status: "finished", models: learned.map(({ id }) => id), facts },
        metrics: flatMetrics(finished.result.metrics),
        curves: finished.curves,
      });
    return finished;
  } catch (thrown) {
    if (run !== undefined) await registry.endRun(run, endedEarly(thrown, signal));
    throw thrown;
  }
}

/** What it, the rule and the champion earn a decision on the same rows, as far as that could be estimated. */
function perDecisionOf({ judgement: { model, rule, champion } }: TrainRun["result"]): Run["facts"] {
  const all = { model, rule, champion };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, standing]) =>
      standing === null || isInsufficient(standing.perDecision) ? [] : [[name, standing.perDecision]],
    ),
  );
}

/** `risk.rocAuc`: what runs are compared by. */
function flatMetrics(metrics: TrainRun["result"]["metrics"]): Readonly<Record<string, number>> {
  const all = Object.entries(metrics).flatMap(([head, found]) =>
    Object.entries(found).map(([name, value]) => ({ name: `${head}.${name}`, value })),
  );
  return Object.fromEntries(all.flatMap(({ name, value }) => (isInsufficient(value) ? [] : [[name, value.value]])));
}

async function fail(run: Run, error: string, registry: Registry): Promise<void> {
  await registry.endRun(run, { status: "failed", models: [], facts: { error } });
}

/** No training takes as long, in milliseconds: a day. */
const LOST_AFTER = 86_400_000;

/** Ends the runs before this one that are `running` in the list alone. */
async function closeLost({ system, startedAt }: Run, registry: Registry): Promise<void> {
  const { runs } = await registry.findRuns(system, { where: [{ path: ["status"], is: "=", value: "running" }] });
  for (const lost of runs.filter((run) => run.kind === "train" && run.startedAt < startedAt - LOST_AFTER)) {
    try {
      await fail(lost, "no sign of it", registry);
    } catch (thrown) {
      // It did end, just now.
      if (!isAlidadeError(thrown, runOver.code)) throw thrown;
    }
  }
}
