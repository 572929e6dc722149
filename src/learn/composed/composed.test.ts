import { expect, test } from "vitest";
import { rowOf } from "../../data/index.ts";
import { resolveParams } from "../../kernel/index.ts";
import { scoreModel, scoreRow } from "../../model/index.ts";
import { composers } from "../_composed.ts";
import { type Composed, withBases } from "../composed-learner.ts";
import { learnable } from "../learnable.conformance.ts";
import { type Conforming, learnerConformance } from "../learner.conformance.ts";
import type { Learner } from "../learner.ts";
import { type LearnerSpec, resolveLearner } from "../resolve.ts";

const logistic = { learner: "logistic", params: { tolerance: 1e-9 } };

interface Case extends Conforming {
  readonly bases: readonly [LearnerSpec, ...LearnerSpec[]];
}

/** What each composed learner is made of here. Atomic: without splits, which tell one row of weight 2 from two rows. */
const cases: { readonly [name in keyof typeof composers]: Case } = {
  bestOf: { bases: [logistic, { learner: "constant", params: {} }] },
  chain: { bases: [logistic], atomic: { earlier: "true" } },
  perNode: { bases: [logistic] },
  partitioned: {
    bases: [logistic],
    usual: { by: ["plan"] },
    atomic: { minRows: 1e6 },
    problem: { make: learnable, refusal: "learn.feature-missing" },
  },
  perLabel: { bases: [logistic] },
};

for (const [name, { bases, ...bring }] of Object.entries<Case>(cases)) {
  const [first, ...others] = bases;
  const made = [resolveLearner(first), ...others.map((spec) => resolveLearner(spec))] as const;
  const composed = composers[name as keyof typeof composers] as unknown as Composed;
  const learner = withBases(composed, made) as Learner;
  learnerConformance(learner, bring);

  test.each(learner.tasks)(`${name} answers a row as it answers a table: %s`, (task) => {
    const set = learnable(task, 300, 8);
    const params = resolveParams(name, learner.params, bring.usual ?? {});
    const model = learner.fit(set, params, { task, seed: 1 });
    const scores = scoreModel(model, set.features);
    const width = scores.length / 300;
    for (let row = 0; row < 20; row++)
      expect(scoreRow(model, rowOf(set.features, row))).toEqual([...scores.slice(row * width, (row + 1) * width)]);
  });
}
