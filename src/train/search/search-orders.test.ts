import { expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import { between, isInsufficient } from "../../kernel/index.ts";
import { silentProgress } from "../../report/index.ts";
import { blend, gbdt, ranking, type SystemDefinition } from "../../system/index.ts";
import { closeBenches, openBench } from "../clinic.conformance.ts";
import { ordering, simulatedMessages } from "../desk.conformance.ts";
import { type SearchResult, searchParams } from "./index.ts";

closeBenches();

/** Grades from 0 to 3, which follow length and urgency but for a little noise. */
const messages = simulatedMessages(500);
const table = {
  ...messages,
  columns: messages.columns.map((one) =>
    one.name === "minutes" && one.kind === "number"
      ? { ...one, values: one.values.map((minutes) => Math.max(0, Math.min(3, Math.floor((minutes - 20) / 15)))) }
      : one,
  ),
};
const learner = gbdt({ rounds: 10, numLeaves: 4, minDataInLeaf: 5 });

async function searched(head: SystemDefinition["heads"][string]): Promise<SearchResult> {
  const bench = await openBench();
  const system: SystemDefinition = {
    ...ordering,
    heads: { order: head },
    weights: { order: { start: 1, min: 0, max: 1 } },
  };
  const spaces = { order: { learningRate: between(0.0001, 0.3, { log: true }) } };
  return searchParams(
    system,
    { spaces, trials: 4, batch: 2, outer: 2, inner: 2 },
    {
      ...{ registry: bench.registry, blobs: bench.state.blobs, compute: inlineCompute, progress: silentProgress },
      ...{ stopwatch: () => 0, version: "1", read: async () => table },
    },
  );
}

test("a head that ranks is searched by NDCG, list by list: more is better", { timeout: 30_000 }, async () => {
  const found = await searched(ranking({ label: "minutes", learner }));
  expect(found.settings.objective).toBe("ndcg-10");
  expect(found.trials.failed).toBe(0);
  expect(found.best.score).toBe(Math.max(...found.told.map(({ loss }) => 1 - (loss ?? Number.NaN))));
  const { score } = found.honest;
  // Lists of five in an order by chance come to about 0.75; the grades follow what is known.
  expect(isInsufficient(score) ? 0 : score.value).toBeGreaterThan(0.9);
  expect(isInsufficient(score) ? 2 : score.high).toBeLessThanOrEqual(1);
});

test("a common score is searched by the weighted loss that it is learned by", { timeout: 30_000 }, async () => {
  const found = await searched(blend({ of: { minutes: 0.7 }, learner }));
  expect(found.settings.objective).toBe("blend");
  expect(found.trials.failed).toBe(0);
  // A squared error of a standardised outcome, halved: the mean alone comes to 1/2.
  const { score } = found.honest;
  expect(isInsufficient(score) ? 1 : score.value).toBeLessThan(0.4);
  const slow = found.told.find(({ params }) => Number(params.learningRate) < 0.001);
  if (slow !== undefined) expect(slow.loss).toBeGreaterThan(0.45);
});
