import type { Stakes } from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type AnsweringSystem, isAnswering, type SystemDefinition } from "../../system/index.ts";
import { pricedOutcome } from "../dataset/dataset.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import type { ActResult, AnswerResult, TrainedModel } from "../run/result.ts";
import { shownHead } from "../run/shown-head.ts";
import type { ActRun, AnswerRun, TrainRun } from "../run/train-run.ts";

interface AnyFacts {
  /** Name of the outcome that the payoff speaks of; of several labels the first. */
  readonly outcome: string;
  /** The head that predicts it; null when no head does. */
  readonly head: FittedHead | null;
  readonly model: TrainedModel | null;
  /** Of that head, by camel-cased name; empty without one. */
  readonly metrics: Readonly<Record<string, Estimated>>;
}

/** What the sections of a report on a system that acts are written from. */
export interface ActFacts extends AnyFacts {
  readonly kind: "act";
  readonly system: SystemDefinition;
  readonly run: ActRun;
  readonly result: ActResult;
  readonly stakes: Stakes;
}

/** What the sections of a report on a system that answers are written from. */
export interface AnswerFacts extends AnyFacts {
  readonly kind: "answer";
  readonly system: AnsweringSystem;
  readonly run: AnswerRun;
  readonly result: AnswerResult;
}

export type Facts = ActFacts | AnswerFacts;

/** Collects what the sections need. */
export function factsOf(run: TrainRun, system: SystemDefinition): Facts {
  const head = shownHead(system, run.heads) ?? null;
  const any: AnyFacts = {
    outcome: pricedOutcome(system),
    head,
    model: run.result.models.find(({ head: name }) => name === head?.name) ?? null,
    metrics: head === null ? {} : (run.result.metrics[head.name] ?? {}),
  };
  if (run.kind === "answer" && isAnswering(system)) return { kind: "answer", ...any, system, run, result: run.result };
  const acted = run as ActRun;
  return { kind: "act", ...any, system, run: acted, result: acted.result, stakes: acted.result.stakes };
}

/** How many decisions were judged: of a system that ranks a list is one. */
export function decisionsIn({ result }: Facts): number {
  return result.judgement.model.money.length;
}
