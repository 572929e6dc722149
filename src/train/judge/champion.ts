import { takeRows } from "../../data/index.ts";
import { decodeModel, type Model, type ModelPorts, outputsOf, scoreModel } from "../../model/index.ts";
import { combineColumns } from "../../policy/index.ts";
import type { ModelVersion, Registry, Release } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { RowOutputs } from "../answers/race.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { Learned } from "./fresh-rows.ts";

/** The model release that most people get now, when there is one. */
export async function championRelease(system: string, registry: Registry): Promise<Release | null> {
  const plan = await registry.currentPlan(system);
  const serving = plan?.allocations.filter(({ purpose }) => purpose === "champion" || purpose === "unproven") ?? [];
  const release = serving[0] === undefined ? null : await registry.findRelease(serving[0].release);
  return release?.kind === "model" ? release : null;
}

/** What the champion's heads said of the judged rows. */
export interface Champion {
  readonly release: Release;
  readonly weights: Readonly<Record<string, number>>;
  readonly heads: Readonly<Record<string, RowOutputs>>;
  /** Opened, to be timed. */
  readonly models: readonly Model[];
  /** False when the champion may have learned from these very rows, which flatters it. */
  readonly unseen: boolean;
}

export interface ChampionDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** Hash of the snapshot and the judged rows. */
  readonly rowsKey: string;
  readonly ports?: ModelPorts;
}

/** Key of what a model said of rows that it had not seen, stored beside it. */
export function unseenKey(model: string): string {
  return `unseen/${model.replace("_", "-")}`;
}

/**
 * The champion's outputs for the judged rows. When it was judged on the same rows before, those that it gave unseen;
 * otherwise those of the model as it is. Throws `model.signature-mismatch` when it reads features that are gone.
 */
export async function championOn(release: Release, deps: ChampionDeps): Promise<Champion> {
  const heads = await Promise.all(Object.entries(release.models).map((model) => headOutputs(model, deps)));
  return {
    release,
    weights: (await deps.registry.findWeights(release.system, release.weights)).values,
    heads: Object.fromEntries(heads.map(({ head, outputs, classes }) => [head, { outputs, classes }])),
    models: heads.map(({ model }) => model),
    unseen: heads.every(({ unseen }) => unseen),
  };
}

/** One score per judged row: the champion's heads under its weights. */
export function championScore({ heads, weights }: Champion, rows: number): Float64Array {
  const single = Object.entries(heads).filter(([, { classes }]) => classes.length === 0);
  return combineColumns(Object.fromEntries(single.map(([head, { outputs }]) => [head, outputs])), weights, rows);
}

async function headOutputs(
  [head, id]: readonly [string, string],
  deps: ChampionDeps,
): Promise<RowOutputs & { readonly head: string; readonly unseen: boolean; readonly model: Model }> {
  const { version, bytes } = await deps.registry.loadModel(id);
  const model = decodeModel(bytes, deps.ports);
  return { head, model, classes: model.signature.classes, ...(await modelOutputs({ version, model }, deps)) };
}

/** What a registered model says of the judged rows, and whether it had not seen them. Throws `model.signature-mismatch`. */
export async function modelOutputs(
  { version, model }: { readonly version: ModelVersion; readonly model: Model },
  { blobs, dataset, rows, rowsKey }: Omit<ChampionDeps, "registry">,
): Promise<{ readonly outputs: Float64Array; readonly unseen: boolean }> {
  const found = version.metrics.rowsKey === rowsKey ? await blobs.get(unseenKey(version.id)) : undefined;
  const learned = version.metrics.learned as Learned | undefined;
  const isNew = learned !== undefined && dataset.time !== null && areAllAfter(learned.until, dataset.time, rows);
  // Outputs that were cut short are as good as none.
  const size = rows.length * outputsOf(model.signature) * Float64Array.BYTES_PER_ELEMENT;
  const stored = found?.byteLength === size ? found : undefined;
  const outputs = stored === undefined ? scoreModel(model, takeRows(dataset.features, rows)) : floats(stored);
  return { outputs, unseen: stored !== undefined || isNew };
}

function areAllAfter(until: number, time: Float64Array, rows: Int32Array): boolean {
  return rows.every((row) => (time[row] as number) > until);
}

/** The bytes of scores, little-endian. */
export function floatBytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function floats(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
