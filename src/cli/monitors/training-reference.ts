import { getSnapshot, type Table, takeRows } from "../../data/index.ts";
import { decodeModel, importanceOf, type Model, outputsOf, scoreModel } from "../../model/index.ts";
import { combineColumns } from "../../policy/index.ts";
import type { ModelVersion, Release } from "../../registry/index.ts";
import { answeringHead, type Head, type SystemDefinition } from "../../system/index.ts";
import {
  asJudged,
  type Dataset,
  datasetOf,
  getEvents,
  headLabel,
  judgedRows,
  planFor,
  unseenKey,
} from "../../train/index.ts";
import { type HeldHead, type Reference, referenceOf, watchedFields } from "../../watch/index.ts";
import type { ReferenceDeps } from "./reference-deps.ts";

interface Opened {
  readonly version: ModelVersion;
  readonly model: Model;
}

/**
 * The reference of what a release learned from; undefined where its snapshot was thrown away. Heads count by what models like them
 * said of rows that they had not seen: of the rows that it learned from, a model says too much.
 */
export async function trainingReference(
  system: SystemDefinition,
  release: Release,
  deps: ReferenceDeps,
): Promise<Reference | undefined> {
  const models = await openModels(system, release, deps);
  const lineage = Object.values(models)[0]?.version.lineage;
  const learned = lineage?.snapshot;
  const snapshot = learned === undefined ? undefined : await getSnapshot(deps.state.blobs, learned);
  if (lineage === undefined || snapshot === undefined) return undefined;
  const dataset = datasetOf(system, snapshot.table, await getEvents(system, snapshot, deps.state.blobs));
  const rows = judgedRows(planFor(asJudged(system, lineage), dataset));
  const heads: Record<string, HeldHead> = {};
  for (const [name, opened] of Object.entries(models))
    heads[name] = heldHead(system.heads[name] as Head, dataset, {
      ...{ rows, outputs: await outputsFor(opened, { dataset, rows }, deps) },
      classes: opened.model.signature.classes,
    });
  const weights = (await deps.registry.findWeights(system.name, release.weights)).values;
  const score = scoreOf(system, { heads, weights, rows: rows.length });
  return referenceOf({
    ...{ system: system.name, models: release.models, at: await takenAt(system.name, snapshot.id, deps) },
    fields: columnsOf(snapshot.table, Object.keys(watchedFields(system))),
    ...{ features: dataset.features, heads, nodes: system.features },
    ...(score === undefined ? {} : { score }),
    importance: Object.values(models).map(({ model }) => importanceOf(model)),
  });
}

/** The models of the heads that the system still declares. */
async function openModels(
  { heads }: SystemDefinition,
  { models }: Release,
  { registry, ports }: ReferenceDeps,
): Promise<Readonly<Record<string, Opened>>> {
  const declared = Object.entries(models).filter(([name]) => heads[name] !== undefined);
  const opened = await Promise.all(
    declared.map(async ([name, id]): Promise<readonly [string, Opened]> => {
      const { version, bytes } = await registry.loadModel(id);
      return [name, { version, model: decodeModel(bytes, ports) }];
    }),
  );
  return Object.fromEntries(opened);
}

async function takenAt(system: string, id: string, { registry }: ReferenceDeps): Promise<number> {
  return (await registry.findSnapshot(system, id)).createdAt;
}

function columnsOf({ rows, columns }: Table, names: readonly string[]): Table {
  return { rows, columns: columns.filter(({ name }) => names.includes(name)) };
}

/** What was said of the judged rows unseen; where that is gone, or they are others by now, what the model says of them. */
async function outputsFor(
  { version, model }: Opened,
  { dataset, rows }: { readonly dataset: Dataset; readonly rows: Int32Array },
  { state }: ReferenceDeps,
): Promise<Float64Array> {
  const bytes = await state.blobs.get(unseenKey(version.id));
  const size = rows.length * outputsOf(model.signature) * Float64Array.BYTES_PER_ELEMENT;
  // A copy begins where doubles may begin.
  if (bytes?.byteLength === size) return new Float64Array(bytes.slice().buffer);
  return scoreModel(model, takeRows(dataset.features, rows));
}

interface Judged {
  readonly rows: Int32Array;
  readonly outputs: Float64Array;
  readonly classes: readonly string[];
}

const PROBABLE: readonly Head["task"][] = ["binary", "multiclass", "hierarchical", "multilabel"];

function heldHead(head: Head, dataset: Dataset, { rows, outputs, classes }: Judged): HeldHead {
  const isProbability = PROBABLE.includes(head.task);
  const common = { outputs, classes, isProbability };
  // A score that only orders has no unit in which it could be wrong.
  if (!isProbability && head.task !== "regression") return common;
  const { values, perRow, classes: known, weight } = headLabel(dataset, head);
  const place = known.map((name) => classes.indexOf(name));
  const labels = new Float64Array(rows.length * perRow);
  rows.forEach((row, i) => {
    for (let k = 0; k < perRow; k++) {
      const value = values[row * perRow + k] as number;
      labels[i * perRow + k] = known.length === 0 || perRow > 1 ? value : (place[value] ?? Number.NaN);
    }
  });
  const weights = weight === undefined ? undefined : Float64Array.from(rows, (row) => weight[row] as number);
  return { ...common, labels, ...(weights === undefined ? {} : { weights }) };
}

interface Scored {
  readonly heads: Readonly<Record<string, HeldHead>>;
  readonly weights: Readonly<Record<string, number>>;
  readonly rows: number;
}

/** What the policy would have seen of the judged rows as one number; undefined where that is the money of a label. */
function scoreOf(system: SystemDefinition, { heads, weights, rows }: Scored): Float64Array | undefined {
  const { policy } = system.policy;
  const answering = answeringHead(system);
  if (policy === "pick-value" && answering !== undefined) return heads[answering.name]?.outputs;
  if (policy !== "act-if" && policy !== "rank-by") return undefined;
  const single = Object.entries(heads).filter(([, { classes }]) => classes.length === 0);
  return combineColumns(Object.fromEntries(single.map(([name, { outputs }]) => [name, outputs])), weights, rows);
}
