import {
  applyFrozen,
  fitTransforms,
  fittedIn,
  type Node,
  type OutcomeColumn,
  planTransforms,
} from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import type { TrainingSet } from "../../learn/index.ts";
import type { Model, Signature } from "../../model/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { pickRows } from "./join.ts";
import type { Belonging } from "./set-aside.ts";
import { shareNumbers, shareRows } from "./share.ts";

/** What a fit needs to learn transforms from its own training rows. */
export interface TransformWork {
  readonly features: Readonly<Record<string, Node>>;
  /** Every outcome that a transform names, row by row. */
  readonly outcomes: Readonly<Record<string, OutcomeColumn>>;
  /** Rows that must not tell of each other: those of an entity; where the data have a time, each row by itself. */
  readonly units: Int32Array;
}

/** The same for a system, in shared memory; nothing where its features learn nothing. */
export function transformWork(
  { features }: SystemDefinition,
  { labels }: Pick<Dataset, "labels">,
  { entity, time }: Belonging,
): { readonly transforms?: TransformWork } {
  if (planTransforms(features) === null) return {};
  const outcomes = outcomesEncoded(features).map((name) => {
    const { values, classes, weight } = known(labels[name], `label ${name}`);
    const shared = weight === undefined ? {} : { weight: shareNumbers(weight) };
    return [name, { values: shareNumbers(values), classes, ...shared }] as const;
  });
  const units = time === null ? entity : entity.map((_, row) => row);
  return { transforms: { features, outcomes: Object.fromEntries(outcomes), units: shareRows(units) } };
}

/** The outcomes that the features' transforms name, each once. */
export function outcomesEncoded(features: SystemDefinition["features"]): readonly string[] {
  const named = Object.values(features)
    .flatMap(fittedIn)
    .flatMap(({ options: { outcome } }) => (typeof outcome === "string" ? [outcome] : []));
  return [...new Set(named)];
}

/** Training rows as the learner is given them, what it watches in the same way, and its model made whole. */
export interface Transformed {
  readonly training: TrainingSet;
  readonly validation: TrainingSet | undefined;
  /** The model that takes rows as they come. */
  whole(model: Model): Model;
}

interface Sets {
  readonly training: TrainingSet;
  readonly validation: TrainingSet | undefined;
  /** Numbers of the training rows, and the seed. */
  readonly train: Int32Array;
  readonly seed: number;
}

/** Learns the transforms from the training rows and no others. */
export function transformSets(work: TransformWork, { training, validation, train, seed }: Sets): Transformed {
  const plan = known(planTransforms(work.features) ?? undefined, "features that learn");
  const fitted = fitTransforms(plan, {
    table: training.features,
    outcomes: Object.fromEntries(Object.entries(work.outcomes).map(([name, one]) => [name, pick(one, train)])),
    units: Int32Array.from(train, (row) => work.units[row] as number),
    seed,
  });
  const { frozen } = fitted;
  return {
    training: { ...training, features: fitted.training },
    validation: validation && { ...validation, features: applyFrozen(frozen, validation.features) },
    whole: (model) => {
      const { task, classes } = model.signature;
      const features = slotsOf(training);
      return {
        format: "transformed",
        signature: { task, features, classes },
        calibration: { kind: "none" },
        body: { frozen, model },
      };
    },
  };
}

function slotsOf({ features }: TrainingSet): Signature["features"] {
  return features.columns.map(({ name, kind }) => ({
    name,
    kind: known(kind === "time" ? undefined : kind, `a kind of ${name} that models read`),
  }));
}

function pick({ values, classes, weight }: OutcomeColumn, rows: Int32Array): OutcomeColumn {
  const picked = weight === undefined ? {} : { weight: pickRows(weight, rows, 1) };
  return { values: pickRows(values, rows, 1), classes, ...picked };
}
