import { hashBytes, known } from "../../kernel/index.ts";
import { withCalibration } from "../../learn/index.ts";
import { calibrateOutputs, decodeModel, encodeModel, type Model, type ModelPorts } from "../../model/index.ts";
import { type ModelVersion, type Registry, trainedAs } from "../../registry/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Head, SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { headLabel, isLabelled } from "../dataset/head-label.ts";
import { run as learnMap } from "../fit/calibrate-kernel.ts";
import { type FittedHead, judgedRows } from "../fit/fit-heads.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
import { inDays } from "../judge/days.ts";
import { type Judging, LEAST_FRESH, type Learned } from "../judge/fresh-rows.ts";
import { definedOtherwise } from "../register/same-definition.ts";
import { notRecalibrated, type WhyNot } from "./errors.ts";
import { wordMismatch } from "./keep-beside.ts";
import { ranksWorse } from "./ranks-as-well.ts";
import { partOf, rowsSince, type SinceRows, taught, worthOf } from "./since.ts";
import type { TaughtBy } from "./taught-by.ts";

/** What a calibration is learned from at least: rows of equal weight, and of the rarer label among them. */
const LEAST = { rows: LEAST_FRESH.rows, rarer: 20 } as const;

/** Heads that keep their models and get new calibrations. */
export interface RecalibrateWork {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly judging: Judging;
  /** Model ids by head. */
  readonly from: Readonly<Record<string, string>>;
  readonly registry: Registry;
  /** Since when (ms) somebody asked to learn from. */
  readonly asked?: number | undefined;
  readonly ports?: ModelPorts | undefined;
}

/**
 * The heads with the models that serve, each under a calibration that is learned from the labelled rows that came since it was
 * trained. What is judged has its calibration from the older of these rows, what will serve from all of them. Throws
 * `train.not-recalibrated`.
 */
export async function recalibratedHeads(work: RecalibrateWork): Promise<readonly FittedHead[]> {
  return await Promise.all(Object.entries(work.from).map((pair) => recalibratedHead(pair, work)));
}

async function recalibratedHead([name, id]: readonly [string, string], work: RecalibrateWork): Promise<FittedHead> {
  const { system, dataset, plan, judging } = work;
  const refuse = (whyNot: WhyNot): never => {
    throw notRecalibrated({ head: name, ...whyNot });
  };
  const head = known(system.heads[name], `head ${name}`);
  const { version, bytes } = await work.registry.loadModel(id);
  const unfit = unfitFor(system, head, version) ?? tooFew(judging);
  if (unfit !== undefined) return refuse(unfit);
  const model = decodeModel(bytes, work.ports);
  const until =
    untilOf(version) ?? refuse({ reason: "since-unknown", why: "up to when it learned was not kept with it" });
  const since = Math.max(until, judging.kind === "fresh" ? (judging.after ?? until) : until);
  const all = readRows(() => rowsSince(model, { dataset, since }), refuse);
  const rows = judgedRows(plan);
  const judged = new Set(rows);
  const older = partOf(all, (row) => !judged.has(row));
  if (all.rows.length < older.rows.length + rows.length)
    return refuse({ reason: "rows-seen", why: "it has learned from rows that it would be judged on" });
  const trained = await trainedAs(work.registry, version);
  const wrong = lackingIn(older, { head, dataset }) ?? ranksWorse(rankCase(all, { head, dataset, version: trained }));
  if (wrong !== undefined) return refuse(wrong);
  const mapped = { ...model, ...mapFrom(older, { head, dataset }) };
  const made = remadeFrom(model, all, { head, dataset });
  if (hashBytes(encodeModel(made)) === version.hash)
    return refuse({ reason: "nothing-better", why: "no other calibration fits what came since better" });
  return {
    ...{ name, head, model: made, unseen: calibrateOutputs(mapped, rawOn(rows, all)), outputs: 1, classes: [] },
    ...{ witness: null, curves: {} },
    recalibrated: { from: id, lineage: version.lineage, taught: taughtBy({ since, all, older }, { head, ...work }) },
  };
}

/** Refuses where the model reads features that are gone. */
function readRows(read: () => SinceRows, refuse: (whyNot: WhyNot) => never): SinceRows {
  try {
    return read();
  } catch (thrown) {
    const why = wordMismatch(thrown);
    if (why === undefined) throw thrown;
    return refuse({ reason: "features-gone", why });
  }
}

interface Teaching {
  readonly since: number;
  readonly all: SinceRows;
  readonly older: SinceRows;
}

function taughtBy(
  { since, all, older }: Teaching,
  { head, dataset, asked }: Taught & Pick<RecalibrateWork, "asked">,
): TaughtBy {
  const label = headLabel(dataset, head);
  const count = ({ rows }: SinceRows): number => rows.filter((row) => isLabelled(label, row)).length;
  return { since, rows: count(all), older: count(older), ...(asked === undefined ? {} : { asked }) };
}

/** What was said of these rows, in their order. */
function rawOn(wanted: Int32Array, { rows, raw }: SinceRows): Float64Array {
  const at = new Map(Array.from(rows, (row, i) => [row, raw[i] as number]));
  return Float64Array.from(wanted, (row) => at.get(row) as number);
}

/** The model that serves under the calibration that all rows since teach. */
export function remadeFrom(model: Model, all: SinceRows, { head, dataset }: Taught): Model {
  return withCalibration(model, mapFrom(all, { head, dataset }).calibration);
}

interface Taught {
  readonly head: Head;
  readonly dataset: Dataset;
}

function mapFrom(since: SinceRows, { head, dataset }: Taught): Pick<Model, "calibration"> {
  const choice = head.calibration;
  const rows = taught(headLabel(dataset, head), since);
  return { calibration: learnMap({ task: "binary", choice, classes: [], rows }).calibration };
}

/** Why a head cannot do with another calibration, whatever came; undefined where it can. */
function unfitFor(system: SystemDefinition, head: Head, version: ModelVersion): WhyNot | undefined {
  if (head.task !== "binary")
    return { reason: "not-binary", why: `it predicts no yes or no: its task is ${head.task}` };
  if (head.calibration === "none") return { reason: "calibration-none", why: "the file wants none for it" };
  const why = definedOtherwise(system, version);
  return why === undefined ? undefined : { reason: "declared-otherwise", why };
}

function tooFew(judging: Judging): WhyNot | undefined {
  if (judging.kind === "fresh") return undefined;
  if (judging.kind !== "too-few")
    return { reason: "since-unknown", why: "which rows came since it was trained cannot be told" };
  const { rows, days } = LEAST_FRESH;
  const came = `since it was trained ${judging.rows} rows of ${judging.days} days came`;
  const takes = `judging takes ${rows} rows of ${days} days that it has not learned from, with others before them`;
  return { reason: "rows-too-few", why: `${came}, and ${takes}` };
}

/** Up to when a model learned, in milliseconds. */
export function untilOf({ metrics }: Pick<ModelVersion, "metrics">): number | undefined {
  return (metrics.learned as Learned | undefined)?.until;
}

function lackingIn(older: SinceRows, { head, dataset }: Taught): WhyNot | undefined {
  const { rows, rarer } = worthOf(taught(headLabel(dataset, head), older));
  if (rows >= LEAST.rows && rarer >= LEAST.rarer) return undefined;
  const has = `${Math.floor(rows)} rows, ${Math.floor(rarer)} of the rarer label`;
  const takes = `a calibration takes ${LEAST.rows} and ${LEAST.rarer}`;
  return {
    reason: "labels-too-few",
    why: `before those that it would be judged on came labels worth ${has}, and ${takes}`,
  };
}

function rankCase(
  all: SinceRows,
  { head, dataset, version }: Taught & { readonly version: ModelVersion },
): Parameters<typeof ranksWorse>[0] {
  const label = headLabel(dataset, head);
  const { entity } = inDays(dataset, all.rows);
  const labelled = all.rows.filter((row) => isLabelled(label, row));
  const held = taught(label, all);
  // So many rows that they were thinned: each for itself.
  const clusters =
    held.label.length === labelled.length
      ? labelled.map((row) => entity[row] as number)
      : Int32Array.from(held.label, (_, i) => i);
  return { held, clusters, promised: version.metrics.rocAuc as Estimated | undefined };
}
