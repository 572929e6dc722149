import {
  type AnsweringSystem,
  type Head,
  hierarchical,
  type LearnerRef,
  multiclass,
  multilabel,
  perLabel,
  perNode,
  regression,
  targetsOf,
} from "../../system/index.ts";
import type { Dataset } from "../../train/index.ts";
import { learnerFor } from "../quick-fit.ts";

/** With more classes or labels than this a fit of trees for each takes too long; fewer rounds still tell whether there is a signal. */
const MANY_CLASSES = 8;

/** A quick head for what a system answers; `named` renames its labels, for the same fit on a shuffled truth. */
export function quickHead(system: AnsweringSystem, sample: Dataset, named: (label: string) => string): Head {
  const { policy, heads } = system;
  const labels = targetsOf(system);
  const [label = ""] = labels;
  const learner = quickLearner(sample, Math.max(labels.length, sample.labels[label]?.classes.length ?? 0));
  const declared = Object.values(heads);
  if (policy.policy === "pick-labels") return multilabel({ labels: labels.map(named), learner: perLabel(learner) });
  if (policy.policy === "pick-value") return regression({ label: named(label), learner });
  if (policy.policy === "pick-label")
    return declared.some(({ task }) => task === "hierarchical")
      ? hierarchical({ label: named(label), learner: perNode(learner) })
      : multiclass({ label: named(label), learner });
  // Candidates are ordered by how relevant each is likely to be: that takes any relevance, where a ranking loss takes grades.
  const order = declared.find(({ task }) => task === "ranking");
  return regression({ label: named(order !== undefined && "label" in order ? order.label : label), learner });
}

function quickLearner(sample: Dataset, classes: number): LearnerRef {
  const { learner, params } = learnerFor(sample);
  return { learner, params: { ...params, rounds: classes > MANY_CLASSES ? 25 : 60 } } as LearnerRef;
}
