import type { Stakes } from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { pricedHead } from "../candidate.ts";
import { pricedOutcome } from "../dataset.ts";
import type { FittedHead } from "../fit-heads.ts";
import type { TrainedModel, TrainResult } from "../result.ts";
import type { TrainRun } from "../train-run.ts";

/** What the sections of a report are written from. */
export interface Facts {
  readonly system: SystemDefinition;
  readonly run: TrainRun;
  readonly result: TrainResult;
  readonly stakes: Stakes;
  /** Name of the outcome that the payoff speaks of. */
  readonly outcome: string;
  /** The head that predicts it; null when no head does. */
  readonly head: FittedHead | null;
  readonly model: TrainedModel | null;
  /** Of that head, by camel-cased name; empty without one. */
  readonly metrics: Readonly<Record<string, Estimated>>;
}

/** Collects what the sections need. */
export function factsOf(run: TrainRun, system: SystemDefinition): Facts {
  const { result } = run;
  const outcome = pricedOutcome(system);
  const head = pricedHead(run.heads, outcome) ?? null;
  return {
    system,
    run,
    result,
    stakes: result.stakes,
    outcome,
    head,
    model: result.models.find(({ head: name }) => name === head?.name) ?? null,
    metrics: head === null ? {} : (result.metrics[head.name] ?? {}),
  };
}
