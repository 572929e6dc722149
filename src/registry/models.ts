import { defineError, type ErrorConstructor, hashBytes, hashValue, type Instant } from "../kernel/index.ts";
import { type Change, change, type Facts, type Registered, type RegistryContext } from "./change.ts";
import type { Store } from "./series.ts";
import { modelUnknown } from "./unknown.ts";

/** All that a model was made from: with the same lineage, training gives the same bytes. */
export interface Lineage {
  readonly snapshot: string;
  /** How the snapshot's rows were divided. */
  readonly split: Facts;
  readonly learner: string;
  readonly params: Facts;
  readonly seed: number;
  readonly code: {
    /** Version of the package. */
    readonly version: string;
    /** Hash of the features' definition. */
    readonly features: string;
    /** Hash of the contract. */
    readonly contract: string;
  };
  /** Ids of the models that this one builds on. */
  readonly parents: readonly string[];
  /**
   * Where nothing but a calibration was learned, for the model that is its one parent: from rows of the snapshot that are newer than
   * this (ms). Learner, parameters and seed are then those of the parent.
   */
  readonly recalibrated?: { readonly since: Instant };
}

export interface ModelDraft {
  readonly system: string;
  readonly head: string;
  readonly lineage: Lineage;
  /** The evaluation in short. */
  readonly metrics: Facts;
  /** What the gate said, in short. */
  readonly gate?: Facts;
  /** What happened outside of this process while it was learned; no part of the id, because no two runs take as long. */
  readonly outside?: Facts;
  /** Blob key of the full report. */
  readonly report?: string;
  readonly why: string;
}

/** One registered model. Immutable. */
export interface ModelVersion extends Omit<ModelDraft, "why"> {
  /** `mdl_` and 16 hexadecimal digits, from the bytes, the system, the head and the lineage; not from time or place. */
  readonly id: string;
  /** SHA-256 of the bytes. */
  readonly hash: string;
  /** How many bytes. */
  readonly bytes: number;
  /** Blob key of the bytes. */
  readonly blob: string;
  readonly createdAt: Instant;
  readonly by: string;
}

export interface LoadedModel {
  readonly version: ModelVersion;
  readonly bytes: Uint8Array;
}

export const modelCorrupt: ErrorConstructor<{ readonly id: string; readonly blob: string; readonly got: string }> =
  defineError("registry.model-corrupt", {
    headline: "A damaged model",
    message: ({ id, blob, got }: { readonly id: string; readonly blob: string; readonly got: string }) =>
      `The bytes of model ${id} in ${blob} must have the hash that was registered. Got ${got}.`,
    hint: () => "Restore the blob from a backup, or train again from the model's lineage: the bytes will be the same.",
  });

/** Model versions: registered once, never changed. */
export interface Models {
  /** Stores the bytes and registers them. The same model again gives the first record and `known: true`. */
  saveModel(draft: ModelDraft, bytes: Uint8Array): Promise<Registered<ModelVersion>>;
  /** Throws `registry.model-unknown`, which lists what `system` has; of every system when none is named. */
  findModel(id: string, system?: string): Promise<ModelVersion>;
  /**
   * The bytes, checked against their hash, which `hashOf` may reckon elsewhere (default: here). Throws
   * `registry.model-unknown`, `registry.model-corrupt`.
   */
  loadModel(id: string, hashOf?: (bytes: Uint8Array) => string | Promise<string>): Promise<LoadedModel>;
  /** A system's models, or those of one head, oldest first. */
  models(system: string, head?: string): Promise<readonly ModelVersion[]>;
}

export function modelsOf(context: RegistryContext): Models {
  const { records, blobs } = context.state;
  return {
    saveModel: async (draft, bytes) => {
      const hash = hashBytes(bytes);
      const blob = `models/${hash}`;
      // The bytes first: a record never points at nothing.
      await blobs.put(blob, bytes);
      return await change(context, (open) => register(open, draft, { hash, blob, bytes: bytes.byteLength }));
    },
    findModel: (id, system) => modelIn(records, id, system),
    loadModel: async (id, hashOf = hashBytes) => {
      const version = await modelIn(records, id);
      const bytes = await blobs.get(version.blob);
      if (bytes === undefined) throw modelCorrupt({ id, blob: version.blob, got: "nothing" });
      const hash = await hashOf(bytes);
      if (hash !== version.hash) throw modelCorrupt({ id, blob: version.blob, got: hash });
      return { version, bytes };
    },
    models: async (system, head) =>
      (await allModels(records)).filter(
        (model) => model.system === system && (head === undefined || model.head === head),
      ),
  };
}

/** The model with an id. Throws `registry.model-unknown`. */
export async function modelIn(store: Store, id: string, system?: string): Promise<ModelVersion> {
  const found = await store.collection<ModelVersion>("models").get(id);
  if (found !== undefined) return found.value;
  const near = (await allModels(store)).filter((model) => system === undefined || model.system === system);
  throw modelUnknown({ id, known: near.map((model) => model.id), ...(system === undefined ? {} : { system }) });
}

async function allModels(store: Store): Promise<readonly ModelVersion[]> {
  return (await store.collection<ModelVersion>("models").list()).map(({ value }) => value);
}

async function register(
  { store, at, by, note }: Change,
  { why, ...draft }: ModelDraft,
  stored: Pick<ModelVersion, "hash" | "blob" | "bytes">,
): Promise<Registered<ModelVersion>> {
  const { system, head, lineage } = draft;
  const id = `mdl_${hashValue({ bytes: stored.hash, system, head, lineage }).slice(0, 16)}`;
  const models = store.collection<ModelVersion>("models");
  const first = await models.get(id);
  if (first !== undefined) return { record: first.value, known: true };
  const record: ModelVersion = { id, ...draft, ...stored, createdAt: at, by };
  await models.insert(id, record);
  await note(system, { what: "model.registered", subject: id, why, facts: { head, snapshot: lineage.snapshot } });
  return { record, known: false };
}
