import { contractId, getSnapshot } from "../data/index.ts";
import { defineError, type ErrorConstructor, hashBytes, hashValue, known } from "../kernel/index.ts";
import { encodeModel } from "../model/index.ts";
import type { ModelVersion, Registry } from "../registry/index.ts";
import type { Progress } from "../report/index.ts";
import type { Blobs, Compute } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { datasetOf } from "./dataset.ts";
import { fitHeads } from "./fit-heads.ts";
import { featuresHash } from "./lineage.ts";
import { planFor } from "./plan-for.ts";

export interface ReproduceDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly progress: Progress;
}

/** What a model was, and what it came out as. */
export interface Reproduction {
  readonly model: string;
  readonly snapshot: string;
  readonly same: boolean;
  /** SHA-256 of the bytes that were registered, and of those made now. */
  readonly registered: string;
  readonly made: string;
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

/** Makes a model again from its stored snapshot, by the file as it is now. Throws `train.reproduce-impossible`, `registry.model-unknown`. */
export async function reproduce(system: SystemDefinition, id: string, deps: ReproduceDeps): Promise<Reproduction> {
  const version = await deps.registry.findModel(id);
  requireSameDefinition(system, version);
  const snapshot = await getSnapshot(deps.blobs, version.lineage.snapshot);
  if (snapshot === undefined)
    throw reproduceImpossible({ model: id, why: `its snapshot ${version.lineage.snapshot} is gone` });
  const only = { ...system, heads: { [version.head]: known(system.heads[version.head], "a head of the system") } };
  const dataset = datasetOf(only, snapshot.table);
  const step = deps.progress.step("Learning");
  const [fitted] = await fitHeads(
    { system: only, dataset, plan: planFor(only, dataset) },
    { compute: deps.compute, onProgress: (share) => step.update(share) },
  );
  step.done();
  const made = hashBytes(encodeModel(known(fitted, "a fitted head").model));
  return { model: id, snapshot: snapshot.id, same: made === version.hash, registered: version.hash, made };
}

function requireSameDefinition(
  system: SystemDefinition,
  { id, head: name, lineage, system: owner }: ModelVersion,
): void {
  const refuse = (why: string): never => {
    throw reproduceImpossible({ model: id, why });
  };
  const head = system.heads[name];
  if (owner !== system.name) refuse(`it belongs to the system "${owner}", and the file declares "${system.name}"`);
  if (head === undefined) throw reproduceImpossible({ model: id, why: `the file declares no head "${name}"` });
  if (featuresHash(system, head) !== lineage.code.features) refuse("the file declares other features or another label");
  if (contractId(system.contract) !== lineage.code.contract) refuse("the contract has changed since");
  const params = { ...head.learner.params, calibration: head.calibration };
  if (head.learner.learner !== lineage.learner || hashValue(params) !== hashValue(lineage.params))
    refuse("the file declares another learner or other parameters");
  const { folds, newest } = lineage.split;
  if (system.seed !== lineage.seed || folds !== system.evaluation.folds || newest !== system.evaluation.newest)
    refuse("the file declares another seed or another way of judging");
}
