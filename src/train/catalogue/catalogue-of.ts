import { isMissing, type Snapshot, type Table } from "../../data/index.ts";
import { inputsOf, wordsOf } from "../../features/index.ts";
import { hashValue } from "../../kernel/index.ts";
import { decodeModel, importanceOf, type Model, type ModelPorts } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { getEvents } from "../snapshot/event-snapshots.ts";
import { withEvents } from "../snapshot/events.ts";
import type { Catalogue, CatalogueFeature, CatalogueField, FeatureValue } from "./catalogue.ts";
import { microsecondsOf } from "./cost.ts";
import { featuresElsewhere } from "./kept-features.ts";
import { type RetrainDeps, retrainedWorths, type Worths } from "./retrained-worths.ts";
import { shuffledWorths } from "./shuffled-worths.ts";
import { twinsOf } from "./twins.ts";
import { featureUsers, fieldUsers, readBy, readsWithoutModel } from "./usage.ts";

export interface CatalogueDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** `retrained` learns everything again without each feature; `shuffled` learns once, from a part of the rows. */
  readonly value: FeatureValue["how"];
  readonly learning: RetrainDeps;
}

/** The snapshot that the catalogue tells of, and when it was taken. */
export interface Catalogued {
  readonly snapshot: Snapshot;
  readonly at: number;
}

/** Every field and feature of a system, as its file declares them and as the snapshot holds them. */
export async function catalogueOf(
  system: SystemDefinition,
  { snapshot, at }: Catalogued,
  deps: CatalogueDeps,
): Promise<Catalogue> {
  const events = await getEvents(system, snapshot, deps.blobs);
  const dataset = datasetOf(system, snapshot.table, events);
  const models = await newestModels(system, deps);
  const rows = withEvents(system, snapshot.table, events);
  const worths = await worthsOf({ system, dataset }, rows, deps);
  const elsewhere = await featuresElsewhere(system, deps.blobs);
  const users = featureUsers(system);
  const features = Object.entries(system.features).map(([name, node]): CatalogueFeature => {
    const { owner = null, unit = null, description = null, keep = null } = system.about?.[name] ?? {};
    return {
      ...{ name, kind: node.kind, words: wordsOf(node), hash: hashValue(node), owner, unit, description, keep },
      reads: readBy(node),
      usedBy: users[name] ?? [],
      inModels: sharesIn(models, name),
      elsewhere: elsewhere[name] ?? [],
      missing: missingShare(dataset.features, name),
      microseconds: microsecondsOf(name, { system, rows, events, dataset, stopwatch: deps.stopwatch }),
      value: worths?.[name] ?? null,
    };
  });
  return {
    system: system.name,
    currency: system.objective.currency,
    source: `${system.source.source} ${system.source.path}`,
    snapshot: { id: snapshot.id, rows: snapshot.rows, at, newest: newestTime(dataset) },
    fields: fieldsOf(system, snapshot.table),
    features,
    unused: features.filter(isUnused).map(({ name }) => name),
    twins: twinsOf(features, dataset.features),
  };
}

async function worthsOf(
  work: { readonly system: SystemDefinition; readonly dataset: Dataset },
  table: Table,
  { value, learning }: CatalogueDeps,
): Promise<Worths | null> {
  if (Object.keys(work.system.heads).length === 0) return null;
  if (value === "retrained") return await retrainedWorths(work, table, learning);
  const { onProgress, signal: _, ...deps } = learning;
  return await shuffledWorths(work.system, table, { ...deps, onProgress: (share) => onProgress(share, null) });
}

/** The newest model of every head that reads the features as they are declared now. */
async function newestModels(
  system: SystemDefinition,
  { registry, ports }: CatalogueDeps,
): Promise<Readonly<Record<string, Model>>> {
  const models: Record<string, Model> = {};
  const given = inputsOf(system.features);
  for (const head of Object.keys(system.heads)) {
    const newest = (await registry.models(system.name, head)).at(-1);
    if (newest === undefined) continue;
    const model = decodeModel((await registry.loadModel(newest.id)).bytes, ports);
    const reads = model.signature.features.every(({ name, kind }) => given[name]?.kind === kind);
    if (reads) models[head] = model;
  }
  return models;
}

function sharesIn(models: Readonly<Record<string, Model>>, name: string): CatalogueFeature["inModels"] {
  return Object.fromEntries(Object.entries(models).map(([head, model]) => [head, importanceOf(model)[name] ?? null]));
}

/** No model leans on it, and nobody reads it without one. */
function isUnused({ inModels, usedBy }: CatalogueFeature): boolean {
  const shares = Object.values(inModels);
  return (
    !readsWithoutModel(usedBy) && (usedBy.length === 0 || (shares.length > 0 && shares.every((share) => share === 0)))
  );
}

function missingShare(table: Table, name: string): number {
  const found = table.columns.find((one) => one.name === name);
  if (found === undefined || table.rows === 0) return 0;
  let missing = 0;
  for (let row = 0; row < table.rows; row++) if (isMissing(found, row)) missing++;
  return missing / table.rows;
}

function newestTime({ time }: Dataset): number | null {
  return time === null || time.length === 0 ? null : time.reduce((newest, at) => Math.max(newest, at), -Infinity);
}

function fieldsOf(system: SystemDefinition, table: Table): readonly CatalogueField[] {
  const users = fieldUsers(system);
  return Object.entries(system.contract.fields).map(([name, { kind, known, unit, doc, personal }]) => ({
    ...{ name, kind, known, unit: unit ?? null, description: doc ?? null, personal: personal ?? null },
    missing: table.columns.some((one) => one.name === name) ? missingShare(table, name) : null,
    usedBy: users[name] ?? [],
  }));
}
