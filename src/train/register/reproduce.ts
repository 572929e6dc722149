import { getSnapshot, type Table } from "../../data/index.ts";
import { defineError, type ErrorConstructor, hashBytes, known } from "../../kernel/index.ts";
import { decodeModel, encodeModel, type Model, type ModelPorts } from "../../model/index.ts";
import type { ModelVersion, Registry } from "../../registry/index.ts";
import type { Progress } from "../../report/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { fitHeads } from "../fit/fit-heads.ts";
import { pieceBox } from "../fit/fit-pieces.ts";
import { planFor } from "../fit/plan-for.ts";
import { asJudged } from "../judge/judged-as.ts";
import { largestDifference } from "../outside/largest-difference.ts";
import type { Outside } from "../outside/port.ts";
import { remadeFrom } from "../recalibrate/recalibrated-heads.ts";
import { rowsSince } from "../recalibrate/since.ts";
import { getEvents } from "../snapshot/event-snapshots.ts";
import { definedOtherwise } from "./same-definition.ts";

export interface ReproduceDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly progress: Progress;
  /** Where commands run and model files are read. */
  readonly outside?: Outside;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
}

/** What a model was, and what it came out as. */
export interface Reproduction {
  readonly model: string;
  readonly snapshot: string;
  readonly same: boolean;
  /** SHA-256 of the bytes that were registered, and of those made now. */
  readonly registered: string;
  readonly made: string;
  /** Of a model that a command made: how far the predictions of the two are apart, and how far they may be. Else null. */
  readonly outside: { readonly difference: number; readonly tolerance: number | null } | null;
}

/** Whether a model came out as its lineage promises: byte for byte, or within the tolerance that its command declares. */
export function isReproduced({ same, outside }: Reproduction): boolean {
  return same || (outside?.tolerance != null && outside.difference <= outside.tolerance);
}

export const reproduceImpossible: ErrorConstructor<{ readonly model: string; readonly why: string }> = defineError(
  "train.reproduce-impossible",
  {
    headline: "This model cannot be made again here",
    message: ({ model, why }: { readonly model: string; readonly why: string }) =>
      `${model} cannot be made again: ${why}.`,
    hint: () => "Check out the system file as it was when the model was trained.",
  },
);

/**
 * Makes a model again from its stored snapshot, by the file as it is now, and notes in the history what came of it. Throws `train.reproduce-impossible`,
 * `registry.model-unknown`, and what fitting throws.
 */
export async function reproduce(system: SystemDefinition, id: string, deps: ReproduceDeps): Promise<Reproduction> {
  const version = await deps.registry.findModel(id);
  requireSameDefinition(system, version);
  const snapshot = await getSnapshot(deps.blobs, version.lineage.snapshot);
  if (snapshot === undefined)
    throw reproduceImpossible({ model: id, why: `its snapshot ${version.lineage.snapshot} is gone` });
  const dataset = datasetOf(system, snapshot.table, await getEvents(system, snapshot, deps.blobs));
  const step = deps.progress.step("Learning");
  const onProgress = (share: number): void => step.update(share);
  const model = await makeAgain(system, { version, dataset, snapshot: snapshot.id }, { ...deps, onProgress });
  step.done();
  const made = hashBytes(encodeModel(model));
  const found = {
    ...{ model: id, snapshot: snapshot.id, same: made === version.hash, registered: version.hash, made },
    outside: await comparedOutside(version, { model, features: dataset.features }, deps),
  };
  await note(version, found, deps.registry);
  return found;
}

interface Again {
  readonly version: ModelVersion;
  readonly dataset: Dataset;
  /** Id of the snapshot. */
  readonly snapshot: string;
}

/** Learns the model again; of one that was recalibrated the calibration alone. */
async function makeAgain(
  system: SystemDefinition,
  { version, dataset, snapshot }: Again,
  deps: ReproduceDeps & { onProgress(share: number): void },
): Promise<Model> {
  const { head: name, lineage } = version;
  const head = known(system.heads[name], "a head of the system");
  const { recalibrated, parents } = lineage;
  if (recalibrated !== undefined) {
    const parent = decodeModel((await deps.registry.loadModel(parents[0] ?? "")).bytes, deps.ports);
    return remadeFrom(parent, rowsSince(parent, { dataset, since: recalibrated.since }), { head, dataset });
  }
  const only = { ...system, heads: { [name]: head } };
  const { pieces, clear } = pieceBox(deps.blobs, snapshot);
  const plan = planFor(asJudged(system, lineage), dataset);
  const [fitted] = await fitHeads({ system: only, dataset, plan }, { ...deps, pieces });
  await clear();
  return known(fitted, "a fitted head").model;
}

/** The bytes of two runs of a command may differ where its predictions do not. */
async function comparedOutside(
  { id, lineage }: ModelVersion,
  made: { readonly model: Model; readonly features: Table },
  { registry, ports }: ReproduceDeps,
): Promise<Reproduction["outside"]> {
  if (lineage.learner !== "command") return null;
  const registered = decodeModel((await registry.loadModel(id)).bytes, ports);
  const { tolerance } = lineage.params as { readonly tolerance: number | null };
  return { difference: largestDifference(registered, made.model, made.features), tolerance };
}

async function note({ id, system }: ModelVersion, found: Reproduction, registry: Registry): Promise<void> {
  const { same, outside } = found;
  const what = isReproduced(found) ? "model.reproduced" : "model.not-reproduced";
  await registry.note(system, { what, subject: id, why: "asked", facts: { same, ...outside } });
}

function requireSameDefinition(system: SystemDefinition, version: ModelVersion): void {
  const why = definedOtherwise(system, version);
  if (why !== undefined) throw reproduceImpossible({ model: version.id, why });
}
