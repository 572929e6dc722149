import { expect, test } from "vitest";
import { scoreModel } from "../../model/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../../train/clinic.conformance.ts";
import { referenceBook } from "../../watch/index.ts";
import { servingReference } from "./reference.ts";

closeBenches();

test("a system is held against what its heads learned from, by what they said of rows that they had not seen", async () => {
  const bench = await openBench();
  const system = clinic();
  const run = await bench.run(system, simulatedVisits());
  const reference = await servingReference(system, bench);
  expect(reference?.from).toBe("training");
  const { layout, seen, importance, reads, id } = reference!;
  // Neither whom a visit is about nor when it was.
  expect(Object.keys(layout.fields).sort()).toEqual(["age", "billed", "visits", "ward"]);
  expect(seen.decisions).toBe(3_000);
  expect(seen.features.visits?.numbers).toMatchObject({ n: 3_000, least: 0, most: 5 });
  expect(Object.values(importance).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(reads).toMatchObject({ visits: ["visits"] });
  const unseen = run.heads[0]!.unseen;
  expect(seen.heads.risk?.numbers.n).toBe(unseen.length);
  expect(seen.heads.risk?.numbers.mean).toBeCloseTo(unseen.reduce((a, b) => a + b) / unseen.length, 12);
  expect(unseen).not.toEqual(scoreModel(run.heads[0]!.model, run.dataset.features));
  const truth = run.dataset.labels.back!.values;
  expect(seen.labels.risk).toMatchObject({ closed: unseen.length, share: 1 });
  expect(seen.labels.risk?.labels.mean).toBeCloseTo(truth.reduce((a, b) => a + b) / truth.length, 12);
  // Once made, it is kept as it is.
  expect(await referenceBook(bench.state).get(id)).toEqual(JSON.parse(JSON.stringify(reference)));
  expect((await servingReference(system, bench))?.id).toBe(id);
});

test("a period that a person called good counts as long as the same models serve", async () => {
  const bench = await openBench();
  const system = clinic();
  await bench.run(system, simulatedVisits());
  const trained = await servingReference(system, bench);
  const book = referenceBook(bench.state);
  await book.keep({ ...trained!, id: "ref_good", from: "period" });
  const plan = await bench.registry.currentPlan("clinic");
  const { models } = await bench.registry.findRelease(plan!.allocations[0]!.release);
  const good = { reference: "ref_good", by: "ann", at: 1, why: "a quiet month" };
  await book.callGood("clinic", { ...good, models });
  expect((await servingReference(system, bench))?.id).toBe("ref_good");
  await book.callGood("clinic", { ...good, models: { risk: "mdl_other" } });
  expect((await servingReference(system, bench))?.id).toBe(trained?.id);
  await book.callGood("clinic", null);
  expect(await book.good("clinic")).toBeUndefined();
});

test("a rule has nothing that it learned from", async () => {
  const bench = await openBench();
  expect(await servingReference(clinic(), bench)).toBeUndefined();
});
