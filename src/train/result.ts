import type { GateResult, Judgement } from "../evaluate/index.ts";
import type { Stakes } from "../objective/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Adoption } from "./adoption.ts";
import type { EffectPoint } from "./candidate.ts";
import type { Warning } from "./warnings.ts";

/** One registered model of a run. */
export interface TrainedModel {
  readonly head: string;
  readonly id: string;
  readonly bytes: number;
  /** Whether the very same model had been registered before. */
  readonly known: boolean;
}

/** What a training run came to. */
export interface TrainResult {
  readonly system: string;
  readonly snapshot: { readonly id: string; readonly rows: number; readonly quarantined: number };
  /** How the rows were divided for judging, and how many were judged. */
  readonly split: string;
  readonly judgedRows: number;
  readonly positives: number;
  readonly models: readonly TrainedModel[];
  /** By head, then by metric. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, Estimated>>>>;
  readonly judgement: Judgement;
  readonly stakes: Stakes;
  readonly threshold: number;
  readonly capacity: number;
  readonly overEffect: readonly EffectPoint[];
  readonly perYear: number | null;
  readonly importance: Readonly<Record<string, number>>;
  readonly p99Ms: number;
  readonly warnings: readonly Warning[];
  readonly gate: GateResult;
  /** What became of the candidate: served at once, or waiting. */
  readonly adoption: Adoption;
  readonly seconds: Readonly<Record<string, number>>;
}
