import type { Reach } from "../../features/index.ts";
import { hashBytes, isAlidadeError, known } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import type { Registry, Release, TrafficPlan } from "../../registry/index.ts";
import type { Compute } from "../../store/index.ts";
import { hashKernel } from "./hash-kernel.ts";
import { shared } from "./shared.ts";

/** A release as plain data: what decides together, its models by name alone. */
export interface DocumentRelease {
  readonly id: string;
  readonly kind: Release["kind"];
  /** Model version ids, by head. */
  readonly models: Readonly<Record<string, string>>;
  readonly weights: WeightValues;
  readonly weightsVersion: string;
  /** The policy's parameters as they are stored. */
  readonly policy: Release["policy"];
  /** By head, the model that served before this one, as far as there was another: who answers when this one fails. */
  readonly previous: Readonly<Record<string, string>>;
}

/** A model's bytes, in memory that several threads can read; or why there are none. */
export type DocumentModel =
  | {
      readonly id: string;
      readonly bytes: Uint8Array;
      /** How far the features went in the rows that it learned from, where that was noted. */
      readonly reach?: Reach;
    }
  | { readonly id: string; readonly unusable: string };

/**
 * Everything that a system serves, as data that can be handed to another thread: whoever opens it needs no registry.
 * Immutable; a change is another document with a higher epoch.
 */
export interface ServingDocument {
  readonly system: string;
  /** Grows with every change of what the system serves, on this machine and on every other: its traffic plan's version. */
  readonly epoch: number;
  readonly plan: TrafficPlan;
  readonly releases: readonly DocumentRelease[];
  /** Each once, whoever names it. */
  readonly models: readonly DocumentModel[];
}

export interface DocumentDeps {
  readonly registry: Pick<Registry, "findRelease" | "findWeights" | "loadModel" | "plansBefore">;
  /** A document whose bytes can be used again, so that a model is read once however often the plan changes. */
  readonly before?: ServingDocument | undefined;
  /** Where the hashes of large models are reckoned, so that nobody waits meanwhile. Default: here. */
  readonly compute?: Compute | undefined;
}

/** Reads what a traffic plan serves. Throws what the registry throws, but for models that are missing or damaged: they are noted. */
export async function servingDocument(
  system: string,
  plan: TrafficPlan,
  { registry, before, compute }: DocumentDeps,
): Promise<ServingDocument> {
  const beside = plan.allocations.flatMap((one) => one.beside ?? []);
  const named = [...[...plan.allocations, ...(plan.shadows ?? [])].map(({ release }) => release), ...beside];
  const found = await Promise.all([...new Set(named)].map((id) => registry.findRelease(id)));
  const earlier = await earlierModels(system, plan, registry);
  const releases = await Promise.all(found.map((release) => documentRelease(release, earlier, registry)));
  // What stands in for others comes last: it is opened when there is room for it beside those that serve.
  const ids = new Set([
    ...releases.flatMap(({ models }) => Object.values(models)),
    ...releases.flatMap(({ previous }) => Object.values(previous)),
  ]);
  const ready = new Map(before?.models.map((model) => [model.id, model]));
  const models: DocumentModel[] = [];
  // One after the other: a thousand files at once would hold a thousand copies.
  for (const id of ids) {
    const read = ready.get(id);
    models.push(read !== undefined && "bytes" in read ? read : await documentModel(id, registry, compute));
  }
  return { system, epoch: plan.version, plan, releases, models };
}

async function documentRelease(
  { id, kind, models, system, weights: weightsId, policy }: Release,
  earlier: readonly Readonly<Record<string, string>>[],
  registry: DocumentDeps["registry"],
): Promise<DocumentRelease> {
  const weights = await registry.findWeights(system, weightsId);
  const previous = Object.entries(models).flatMap(([head, model]): [string, string][] => {
    const before = earlier.find((of) => of[head] !== undefined && of[head] !== model)?.[head];
    return before === undefined ? [] : [[head, before]];
  });
  return {
    id,
    kind,
    models,
    weights: weights.values,
    weightsVersion: weights.id,
    policy,
    previous: Object.fromEntries(previous),
  };
}

/** How many plans back a model may be and still stand in for its successor. */
const EARLIER = 50;

/** The models of what most entities got under the plans before, the newest first: a replay finds the same. */
async function earlierModels(
  system: string,
  { version }: TrafficPlan,
  registry: DocumentDeps["registry"],
): Promise<readonly Readonly<Record<string, string>>[]> {
  const plans = await registry.plansBefore(system, version, EARLIER);
  const ids = plans.map(({ allocations }) => allocations[0]?.release ?? "");
  const releases = await Promise.all([...new Set(ids)].filter((id) => id !== "").map((id) => registry.findRelease(id)));
  return releases.map(({ models }) => models);
}

/** Larger ones are hashed elsewhere. */
const LARGE = 64 * 1024;

async function documentModel(
  id: string,
  registry: DocumentDeps["registry"],
  compute: Compute | undefined,
): Promise<DocumentModel> {
  const hashOf = async (bytes: Uint8Array): Promise<string> => {
    if (compute === undefined || bytes.byteLength < LARGE) return hashBytes(bytes);
    return known((await compute.map(hashKernel, [shared(bytes)]))[0], `the hash of ${id}`);
  };
  try {
    const { bytes, version } = await registry.loadModel(id, hashOf);
    const reach = version.metrics.reach as Reach | undefined;
    return { id, bytes: shared(bytes), ...(reach === undefined ? {} : { reach }) };
  } catch (thrown) {
    // Whatever the registry cannot give is the rule's to answer for; a store that fails is nobody's.
    if (isAlidadeError(thrown) && thrown.code.startsWith("registry.")) return { id, unusable: thrown.message };
    throw thrown;
  }
}
