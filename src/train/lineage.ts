import { contractId } from "../data/index.ts";
import { hashValue } from "../kernel/index.ts";
import type { Lineage } from "../registry/index.ts";
import type { Head, SystemDefinition } from "../system/index.ts";
import { pricedOutcome } from "./dataset.ts";

/** Version of a head's features, label, filters and rows: what changes when the same snapshot teaches something else. */
export function featuresHash(system: SystemDefinition, { label }: Head): string {
  return hashValue({
    features: system.features,
    label: system.outcomes[label],
    entity: system.entity,
    time: system.time,
    // Rows whose priced outcome is not known teach no head; where it is the head's own label, it is there already.
    ...(label === pricedOutcome(system) ? {} : { priced: system.outcomes[pricedOutcome(system)] }),
  });
}

export interface LineageInput {
  readonly snapshot: string;
  readonly head: Head;
  /** How the snapshot's rows were divided, in words. */
  readonly split: string;
  /** Version of the package. */
  readonly version: string;
}

/** All that a head's model is made from. The objective is not part of it: a new price makes a new verdict, not a new model. */
export function lineageOf(system: SystemDefinition, { snapshot, head, split, version }: LineageInput): Lineage {
  return {
    snapshot,
    split: { kind: split, ...system.evaluation },
    learner: head.learner.learner,
    params: { ...head.learner.params, calibration: head.calibration },
    seed: system.seed,
    code: { version, features: featuresHash(system, head), contract: contractId(system.contract) },
    parents: [],
  };
}
