import { describe, expect, test } from "vitest";
import { takeRows } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { scoreModel } from "../../model/index.ts";
import { toHtml } from "../../report/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { labelling, ordering, simulatedMessages, timing } from "../desk.conformance.ts";
import { modelReport } from "../report/index.ts";
import type { TrainRun } from "../run/train-run.ts";
import type { Look } from "./look.ts";
import { lookInside } from "./look-inside.ts";
import { modelOf } from "./witness.ts";

closeBenches();

const gbdt = { learner: "gbdt", params: { rounds: 30, numLeaves: 7 } } as const;

function lookOf({ look }: TrainRun): Look {
  if (look?.kind !== "look") throw new Error(look?.why ?? "nothing");
  return look;
}

describe("looking inside", () => {
  test("asks the model that was judged, on rows that it had not seen", async () => {
    const { heads, dataset, rows } = await (await openBench()).run(clinic({ learner: gbdt }), simulatedVisits());
    const { witness, unseen } = heads[0]!;
    // The rows of the first fit come first among the judged ones.
    expect(Array.from(rows.slice(0, witness!.unseen.length))).toEqual(Array.from(witness!.unseen));
    const scores = scoreModel(modelOf(witness!), takeRows(dataset.features, witness!.unseen));
    expect(scores).toEqual(unseen.slice(0, scores.length));
    const learned = new Set(Array.from(witness!.train, (row) => dataset.entity[row]));
    expect(Array.from(witness!.unseen).filter((row) => learned.has(dataset.entity[row]!))).toEqual([]);
  });

  test("finds what was planted: what matters first, what does not with an interval around nothing", async () => {
    const look = lookOf(await (await openBench()).run(clinic(), simulatedVisits({ rows: 6_000 })));
    expect(look.rows).toBe(2_000);
    const rise = (name: string) => {
      const found = look.worth?.find(({ feature }) => feature === name)?.rise;
      if (found === undefined || isInsufficient(found)) throw new Error(name);
      return found;
    };
    expect(rise("visits").low).toBeGreaterThan(0);
    expect(rise("ward").low).toBeLessThanOrEqual(0);
    const visits = look.dependence.find(({ feature }) => feature === "visits")!.points.map(({ mean }) => mean);
    expect(visits).toEqual(visits.toSorted((a, b) => a - b));
    // A logistic model without products: what there is of them comes from the curve of the probability alone.
    expect(look.together!.share).toBeLessThan(0.3);
    expect(look.learning).toBeNull();
  });

  test("tells one case from what is expected to what is answered", async () => {
    const run = await (await openBench()).run(clinic({ learner: gbdt }), simulatedVisits());
    const { example, learning } = lookOf(run);
    const unseen = run.heads[0]!.unseen.slice(0, run.heads[0]!.witness!.unseen.length);
    expect(example!.answer).toBeCloseTo(Math.max(...unseen), 9);
    expect(example!.reasons[0]).toMatch(/^\w+ is .+, which raises the probability of “back” from \d+% to \d+%$/);
    expect(learning!.unseen.at(-1)![0]).toBe(30);
    expect(learning!.seen.at(-1)![1]).toBeLessThan(learning!.seen[0]![1]);
  });

  test("keeps the values of personal fields to itself", async () => {
    const bench = await openBench();
    const system = clinic({ learner: gbdt });
    const age = { ...system.contract.fields.age!, personal: "age" };
    const guarded = { ...system, contract: { ...system.contract, fields: { ...system.contract.fields, age } } };
    const run = await bench.run(guarded as typeof system, simulatedVisits());
    expect(lookOf(run).example?.hides).toBe(true);
    const html = await toHtml(modelReport(run, guarded as typeof system));
    expect(html).toMatch(/(age|sum) \(not shown\) (raises|lowers|hardly)/);
    expect(html).not.toMatch(/<li>(age|sum) is /);
  });

  test("gives up where scoring takes too long, and the report says so", async () => {
    const system = clinic();
    const run = await (await openBench()).run(system, simulatedVisits());
    let now = 0;
    const look = lookInside({ system, dataset: run.dataset }, run.heads[0]!, () => (now += 1_000));
    expect(look).toEqual({ kind: "none", why: "it scores too slowly to be asked often enough" });
    const html = await toHtml(modelReport({ ...run, look }, system));
    expect(html).toContain("It was not asked on unseen rows what each feature is worth: it scores too slowly");
  });

  test.each([
    ["labels", labelling, /Probability of [abc]</],
    ["values", timing, /What it predicts for minutes/],
    ["orders", ordering, /Its score|What it predicts/],
  ] as const)("reads for a system that answers with %s", async (_, system, words) => {
    const run = await (await openBench()).answer(system, simulatedMessages());
    const html = await toHtml(modelReport(run, system));
    expect(html).toMatch(words);
    expect(html).toContain("What it looks at");
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});
