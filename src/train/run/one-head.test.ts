import { expect, test } from "vitest";
import { toHtml } from "../../report/index.ts";
import { binary } from "../../system/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { modelReport } from "../report/index.ts";

closeBenches();

const logistic = { learner: "logistic", params: {} } as const;
const forest = { learner: "gbdt", params: { rounds: 8, minDataInLeaf: 20 } } as const;
const system = {
  ...clinic({ folds: 2 }),
  heads: { risk: binary({ label: "back", learner: logistic }), again: binary({ label: "back", learner: forest }) },
  weights: { risk: { start: 0.5, min: 0, max: 1 }, again: { start: 0.5, min: 0, max: 1 } },
};
const before = simulatedVisits({ rows: 1_200 });
const since = simulatedVisits({ rows: 1_500, seed: 8 });

const idsOf = (models: readonly { readonly head: string; readonly id: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(models.map(({ head, id }) => [head, id]));

test("one head learns alone: the other keeps the model that serves, and both are judged and released together", async () => {
  const bench = await openBench();
  const first = await bench.run(system, before);
  expect(first.result.adoption.kind).toBe("champion");
  const all = idsOf(first.result.models);

  const { result, ...run } = await bench.run(system, since, { only: ["again"] });
  const now = idsOf(result.models);
  expect(now.risk).toBe(all.risk);
  expect(now.again).not.toBe(all.again);
  expect(result.models.map(({ head, kept = false }) => [head, kept])).toEqual([
    ["risk", true],
    ["again", false],
  ]);
  expect(Object.keys(result.metrics)).toEqual(["risk", "again"]);
  expect(result.warnings.map(({ code }) => code)).toContain("heads.kept-saw-rows");
  expect(result.adoption.kind).toBe("waiting");
  expect((await bench.registry.releases("clinic")).map(({ models }) => models)).toContainEqual(now);
  const record = (await bench.registry.runs("clinic")).at(-1);
  expect(record).toMatchObject({ models: [now.again], facts: { learned: ["again"] } });
  const report = modelReport({ ...run, result }, system);
  expect(report.subtitle).toContain(`${now.again} (again) beside what serves`);
  expect(await toHtml(report)).toContain(", kept");
  // What one head learns does not depend on whether the other learns too.
  const both = await bench.run(system, since);
  expect(idsOf(both.result.models).again).toBe(now.again);
});

test("on the rows that the kept model was judged on, what it said unseen is what counts", async () => {
  const bench = await openBench();
  const first = await bench.run(system, before);
  const { result } = await bench.run(system, before, { only: ["again"] });
  expect(idsOf(result.models)).toEqual(idsOf(first.result.models));
  expect(result.judgement.model).toEqual(first.result.judgement.model);
  expect(result.warnings.map(({ code }) => code)).not.toContain("heads.kept-saw-rows");
});

test("a head that is not declared, and one of which nothing serves, are refused before anything is read", async () => {
  const bench = await openBench();
  const read = async (): Promise<never> => Promise.reject(new Error("read"));
  const refused = (only: readonly string[]) => expect(bench.run(system, before, { only, read })).rejects;
  await refused(["agian"]).toMatchObject({ code: "train.head-undeclared" });
  await refused(["again"]).toMatchObject({ code: "train.head-not-kept", message: expect.stringContaining("`risk`") });
  await refused(["again", "risk"]).toThrow("read");
});
