import type { GateResult, Judgement, Standings } from "../../evaluate/index.ts";
import type { Stakes } from "../../objective/index.ts";
import type { SettledAnswer } from "../../policy/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { AnswerStanding } from "../answers/race.ts";
import type { Warning } from "../check/warnings.ts";
import type { Stopped } from "../fit/stopping.ts";
import type { EffectPoint } from "../judge/candidate.ts";
import type { Judging } from "../judge/fresh-rows.ts";
import type { TaughtBy } from "../recalibrate/taught-by.ts";
import type { Adoption } from "../register/adoption.ts";

/** One registered model of a run. */
export interface TrainedModel {
  readonly head: string;
  readonly id: string;
  readonly bytes: number;
  /** Whether the very same model had been registered before. */
  readonly known: boolean;
  /** There where the head did not learn, and keeps the model that serves. */
  readonly kept?: true;
  /** There where the head learned a calibration alone: id of the model that it keeps. */
  readonly recalibrated?: string;
  /** There where the head learned a calibration alone: which rows taught it. */
  readonly taught?: TaughtBy;
  /** Where it stops early: by how many rows, and after how many rounds. */
  readonly stopped?: Stopped;
}

/** What a training run came to, whatever the system answers. */
interface AnyResult {
  readonly system: string;
  readonly snapshot: { readonly id: string; readonly rows: number; readonly quarantined: number };
  /** How the rows were divided for judging, and how many were judged. */
  readonly split: string;
  readonly judgedRows: number;
  readonly judged: JudgedOn;
  readonly models: readonly TrainedModel[];
  /** By head, then by metric. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, Estimated>>>>;
  readonly judgement: Standings;
  readonly currency: string;
  /** "assumed" when the objective is unstated or its effect has not been measured. */
  readonly basis: "measured" | "assumed";
  readonly perYear: number | null;
  readonly importance: Readonly<Record<string, number>>;
  readonly p99Ms: number;
  readonly warnings: readonly Warning[];
  readonly gate: GateResult;
  /** What became of the candidate: served at once, or waiting. */
  readonly adoption: Adoption;
  readonly seconds: Readonly<Record<string, number>>;
}

/** What candidate, rule and champion were judged on. */
export interface JudgedOn {
  readonly kind: Judging["kind"];
  readonly rows: number;
  /** Days (UTC) on which they came; null without a time. */
  readonly days: number | null;
  /** Whether this is enough to take what serves out of service. */
  readonly enough: boolean;
}

/** What a run came to of a system that acts or not. */
export interface ActResult extends AnyResult {
  readonly kind: "act";
  readonly positives: number;
  readonly judgement: Judgement;
  readonly stakes: Stakes;
  readonly threshold: number;
  readonly capacity: number;
  readonly overEffect: readonly EffectPoint[];
}

/** What a run came to of a system that answers with a label, labels, a value or an order. */
export interface AnswerResult extends AnyResult {
  readonly kind: "answer";
  readonly judgement: Standings<AnswerStanding>;
  readonly settled: SettledAnswer;
}

/** What a training run came to. */
export type TrainResult = ActResult | AnswerResult;
