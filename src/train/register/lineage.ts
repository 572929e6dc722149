import { contractId } from "../../data/index.ts";
import { hashValue } from "../../kernel/index.ts";
import type { Lineage } from "../../registry/index.ts";
import { type Head, outcomesOf, type SystemDefinition, targetsOf, validationShare } from "../../system/index.ts";
import { outcomesEncoded } from "../fit/transforms.ts";
import type { Recalibrated } from "../recalibrate/taught-by.ts";
import { howStreamsAreRead } from "../snapshot/events.ts";

/** Version of a head's features, label, filters and rows: what changes when the same snapshot teaches something else. */
export function featuresHash(system: SystemDefinition, head: Head): string {
  const [label, ...more] = outcomesOf(head).map((name) => system.outcomes[name]);
  // Rows whose priced outcome is not known teach no head; where it is the head's own label, it is there already.
  const others = targetsOf(system).filter((name) => !outcomesOf(head).includes(name));
  const encoded = outcomesEncoded(system.features).map((name) => system.outcomes[name]);
  const [priced, ...rest] = others.map((name) => system.outcomes[name]);
  return hashValue({
    features: system.features,
    label,
    entity: system.entity,
    time: system.time,
    ...(more.length === 0 ? {} : { labels: outcomesOf(head), more }),
    ...(priced === undefined ? {} : { priced }),
    ...(rest.length === 0 ? {} : { rest }),
    ...(system.policy.policy === "rank-by" ? { list: system.policy.list } : {}),
    ...(encoded.length === 0 ? {} : { encoded }),
    ...howStreamsAreRead(system),
  });
}

export interface LineageInput {
  readonly snapshot: string;
  readonly head: Head;
  /** How the snapshot's rows were divided, in words. */
  readonly split: string;
  /** Version of the package. */
  readonly version: string;
  /** The share that the file declares for judging, where another was judged. */
  readonly declared?: number | undefined;
}

/** Everything that is set about how a head learns. */
export function paramsOf(head: Head): Readonly<Record<string, unknown>> {
  const { learner, calibration } = head;
  const validation = validationShare(head);
  return {
    ...learner.params,
    calibration,
    ...(learner.base === undefined ? {} : { base: learner.base }),
    ...("classWeights" in head && head.classWeights !== undefined ? { classWeights: head.classWeights } : {}),
    ...(validation === undefined ? {} : { validation }),
    ...(head.task === "blend" ? { of: head.of } : {}),
    ...(head.task !== "binary" || head.yesWeight === undefined ? {} : { yesWeight: head.yesWeight }),
  };
}

/** How a model came about that learned nothing but another calibration. */
export function lineageOfRecalibrated(learned: Lineage, { from, lineage, taught: { since } }: Recalibrated): Lineage {
  const { learner, params, seed } = lineage;
  return { ...learned, learner, params, seed, parents: [from], recalibrated: { since } };
}

/** All that a head's model is made from. The objective is not part of it: a new price makes a new verdict, not a new model. */
export function lineageOf(
  system: SystemDefinition,
  { snapshot, head, split, version, declared }: LineageInput,
): Lineage {
  return {
    snapshot,
    split: { kind: split, ...system.evaluation, ...(declared === undefined ? {} : { declared }) },
    learner: head.learner.learner,
    params: paramsOf(head),
    seed: system.seed,
    code: { version, features: featuresHash(system, head), contract: contractId(system.contract) },
    parents: [],
  };
}
