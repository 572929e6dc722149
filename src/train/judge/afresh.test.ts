import { expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import { silentProgress } from "../../report/index.ts";
import { type Bench, clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { reproduce } from "../index.ts";
import { dayOf } from "./fresh-rows.ts";
import { firstRows, serveLearned, visitsByDay } from "./histories.conformance.ts";

closeBenches();

const system = clinic({ byTime: true });
const PER_DAY = 30;
const history = visitsByDay({ days: 60, perDay: PER_DAY, seed: 1 });
const other = clinic({ byTime: true, learner: { learner: "logistic", params: { l2: 50 } } });

async function servedUpTo(days: number): Promise<Bench> {
  const bench = await openBench();
  await serveLearned(bench, other, firstRows(history, days * PER_DAY));
  return bench;
}

test("a champion meets a candidate on days that it did not learn from, and the model can be made again", async () => {
  const { run, registry, state } = await servedUpTo(40);
  const { result, dataset, rows } = await run(system, history, { holds: true, afresh: true });
  expect(result.judged).toEqual({ kind: "fresh", rows: 10 * PER_DAY, days: 10, enough: true });
  const first = dayOf(dataset.time![0]!);
  expect(Math.min(...rows.map((row) => dayOf(dataset.time![row]!) - first))).toBe(50);
  expect(result.gate.reasons.at(-1)).toMatchObject({
    code: "champion.fresh-rows",
    message: "Judged on 300 rows of 10 days, of which the champion had learned none.",
  });
  const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress };
  expect(await reproduce(system, result.models[0]!.id, deps)).toMatchObject({ same: true });
});

test("on too few days the gate withholds its word, and nothing is said against what serves", async () => {
  const { run, registry } = await servedUpTo(55);
  const { result } = await run(system, history, { holds: true, afresh: true });
  expect(result.judged).toMatchObject({ kind: "too-few", enough: false });
  expect(result.gate).toMatchObject({
    verdict: "insufficient",
    reasons: [{ code: "champion.too-few-rows" }, {}, {}, {}],
  });
  expect(result.gate.reasons[0]!.message).toContain(
    "150 rows of 5 days came, and judging both takes 200 rows of 7 days",
  );
  expect(result.gate.reasons.map(({ code }) => code)).not.toContain("value.over-champion");
  expect((await registry.runs("clinic")).at(-1)!.facts).toMatchObject({
    gate: "insufficient",
    judged: { enough: false },
  });
});

test("without a time what speaks for the champion says that it may have learned from the rows", async () => {
  const bench = await openBench();
  const table = simulatedVisits();
  await serveLearned(bench, clinic({ learner: { learner: "logistic", params: { l2: 50 } } }), table);
  const { result } = await bench.run(clinic(), simulatedVisits({ seed: 8 }), { holds: true, afresh: true });
  expect(result.judged).toMatchObject({ kind: "untold", days: null, enough: true });
  const said = result.gate.reasons.find(({ code }) => code === "value.over-champion")!;
  expect(said.message).toMatch(/The champion may have learned from these rows, which flatters it\.$/);
});
