import { takeRows } from "../data/index.ts";
import { decodeModel, scoreModel } from "../model/index.ts";
import { combineColumns } from "../policy/index.ts";
import type { Registry, Release } from "../registry/index.ts";
import type { Blobs } from "../store/index.ts";
import type { Dataset } from "./dataset.ts";

/** The model release that most people get now, when there is one. */
export async function championRelease(system: string, registry: Registry): Promise<Release | null> {
  const plan = await registry.currentPlan(system);
  const serving = plan?.allocations.filter(({ purpose }) => purpose === "champion" || purpose === "unproven") ?? [];
  const release = serving[0] === undefined ? null : await registry.findRelease(serving[0].release);
  return release?.kind === "model" ? release : null;
}

/** The champion's part in the race. */
export interface ChampionScores {
  readonly score: Float64Array;
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
}

/** Key of what a model said of rows that it had not seen, stored beside it. */
export function unseenKey(model: string): string {
  return `unseen/${model.replace("_", "-")}`;
}

/**
 * The champion's scores on the judged rows. When it was judged on the same rows before, the scores that it gave unseen;
 * otherwise those of the model as it is. Throws `model.signature-mismatch` when it reads features that are gone.
 */
export async function championScores(release: Release, deps: ChampionDeps): Promise<ChampionScores> {
  const { registry, rows } = deps;
  const heads = await Promise.all(Object.entries(release.models).map((model) => headScores(model, deps)));
  const found = heads.filter((head) => head !== null);
  const weights = (await registry.findWeights(release.system, release.weights)).values;
  const columns = Object.fromEntries(found.map(({ head, score }) => [head, score]));
  return { score: combineColumns(columns, weights, rows.length), unseen: found.every(({ unseen }) => unseen) };
}

async function headScores(
  [head, id]: readonly [string, string],
  { registry, blobs, dataset, rows, rowsKey }: ChampionDeps,
): Promise<(ChampionScores & { readonly head: string }) | null> {
  const { version, bytes } = await registry.loadModel(id);
  const model = decodeModel(bytes);
  if (model.signature.task === "multiclass") return null;
  const found = version.metrics.rowsKey === rowsKey ? await blobs.get(unseenKey(id)) : undefined;
  // Scores that were cut short are as good as none.
  const stored = found?.byteLength === rows.length * Float64Array.BYTES_PER_ELEMENT ? found : undefined;
  const score = stored === undefined ? scoreModel(model, takeRows(dataset.features, rows)) : floats(stored);
  return { head, score, unseen: stored !== undefined };
}

/** The bytes of scores, little-endian. */
export function floatBytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function floats(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
