import type { GateReason, GateVerdict, SliceResult, Standing, Standings } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { AnswerStanding } from "../answers/race.ts";
import type { Warning } from "../check/warnings.ts";
import type { Adoption } from "../register/adoption.ts";
import type { TrainedModel, TrainResult } from "../run/result.ts";

/** A number with its interval, or the reason why there is none. */
export type JsonEstimate =
  | { readonly value: number; readonly low: number; readonly high: number }
  | { readonly insufficient: string };

/** Someone that the model was compared with; `gain` is what the model earns more per decision. */
export interface JsonRival {
  readonly perDecision: JsonEstimate;
  readonly gain: JsonEstimate;
  /** Share of decisions acted on; of a system that acts. */
  readonly actRate?: number;
  /** What its answers are like, by name; of a system that answers. */
  readonly facts?: Readonly<Record<string, number | null>>;
}

/** A training run for other programs. Amounts are per decision. */
export interface TrainJson {
  readonly system: string;
  readonly snapshot: TrainResult["snapshot"];
  /** The priced head's model; null when the rule runs alone. */
  readonly model: { readonly id: string; readonly bytes: number } | null;
  readonly models: readonly JsonModel[];
  /** Of the priced head, by camel-cased name. */
  readonly metrics: Readonly<Record<string, JsonEstimate>>;
  readonly value: {
    readonly perDecision: JsonEstimate;
    readonly currency: string;
    readonly basis: "measured" | "assumed";
    /** What its answers are like, by name; of a system that answers. */
    readonly facts?: Readonly<Record<string, number | null>>;
  };
  readonly against: { readonly rule: JsonRival; readonly constant: JsonRival; readonly champion: JsonRival | null };
  readonly slices: readonly JsonSlice[];
  readonly warnings: readonly Warning[];
  readonly gate: { readonly verdict: GateVerdict; readonly reasons: readonly GateReason[] };
  readonly adoption: Adoption;
  readonly seconds: Readonly<Record<string, number>>;
}

/** One registered model; where it stops early, by how many rows and after how many rounds. */
export interface JsonModel {
  readonly head: string;
  readonly id: string;
  readonly bytes: number;
  readonly stopped?: TrainedModel["stopped"];
  /** There where the head did not learn, and keeps the model that serves. */
  readonly kept?: true;
  /** There where it learned a calibration alone: id of the model that it keeps. */
  readonly recalibrated?: string;
  /** There where it learned a calibration alone: the rows that taught it. */
  readonly taught?: TrainedModel["taught"];
}

export interface JsonSlice {
  readonly field: string;
  readonly value: string;
  readonly rows: number;
  readonly positives?: number;
  readonly rocAuc?: JsonEstimate;
  readonly perDecision: JsonEstimate;
  readonly overRule: JsonEstimate;
}

/** The result in the shape that other tools rely on. */
export function trainJson(result: TrainResult): TrainJson {
  const { judgement, currency, basis, warnings, gate, adoption, snapshot } = result;
  const priced = pricedName(result);
  const model = result.models.find(({ head }) => head === priced);
  return {
    system: result.system,
    snapshot: { id: snapshot.id, rows: snapshot.rows, quarantined: snapshot.quarantined },
    model: model === undefined ? null : { id: model.id, bytes: model.bytes },
    models: result.models.map(modelJson),
    metrics: metricsJson(result.metrics[priced ?? ""] ?? {}),
    value: {
      perDecision: estimateJson(judgement.model.perDecision),
      currency,
      basis,
      ...(result.kind === "act" ? {} : didJson(judgement.model)),
    },
    against: againstJson(judgement),
    slices: judgement.slices.map(sliceJson),
    warnings: warnings.map(({ code, message }) => ({ code, message })),
    gate: {
      verdict: gate.verdict,
      reasons: gate.reasons.map(({ code, finding, message }) => ({ code, finding, message })),
    },
    adoption: { kind: adoption.kind, message: adoption.message },
    seconds: result.seconds,
  };
}

/** The first head that is judged as a yes or no, else the first. */
function pricedName({ metrics, models }: TrainResult): string | undefined {
  return models.find(({ head }) => metrics[head]?.rocAuc !== undefined)?.head ?? models[0]?.head;
}

function modelJson({ head, id, bytes, stopped, kept, recalibrated, taught }: TrainedModel): JsonModel {
  return {
    ...{ head, id, bytes },
    ...(stopped === undefined ? {} : { stopped }),
    ...(kept === undefined ? {} : { kept }),
    ...(recalibrated === undefined ? {} : { recalibrated }),
    ...(taught === undefined ? {} : { taught }),
  };
}

function estimateJson(found: Estimated): JsonEstimate {
  return isInsufficient(found)
    ? { insufficient: found.reason }
    : { value: found.value, low: found.low, high: found.high };
}

function metricsJson(metrics: Readonly<Record<string, Estimated>>): Readonly<Record<string, JsonEstimate>> {
  return Object.fromEntries(Object.entries(metrics).map(([name, found]) => [name, estimateJson(found)]));
}

function againstJson({ rule, constant, champion, over }: Standings): TrainJson["against"] {
  return {
    rule: rivalJson(rule, over.rule),
    constant: rivalJson(constant, over.constant),
    champion: champion === null || over.champion === null ? null : rivalJson(champion, over.champion),
  };
}

function rivalJson(standing: Standing, gain: Estimated): JsonRival {
  return { perDecision: estimateJson(standing.perDecision), gain: estimateJson(gain), ...didJson(standing) };
}

/** How many it acts on, or what its answers are like. */
function didJson(standing: Standing): Pick<JsonRival, "actRate" | "facts"> {
  if ("actRate" in standing) return { actRate: standing.actRate as number };
  const { facts } = standing as AnswerStanding;
  return { facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])) };
}

function sliceJson({ field, value, rows, positives, rocAuc, perDecision, overRule }: SliceResult): JsonSlice {
  return {
    field,
    value,
    rows,
    ...(positives === null ? {} : { positives }),
    ...(rocAuc === null ? {} : { rocAuc: estimateJson(rocAuc) }),
    perDecision: estimateJson(perDecision),
    overRule: estimateJson(overRule),
  };
}
