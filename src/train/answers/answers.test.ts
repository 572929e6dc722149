import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { intervalOf, predictionSet, scoreModel } from "../../model/index.ts";
import type { SettledValue } from "../../policy/index.ts";
import { toHtml, toTerminal } from "../../report/index.ts";
import { clusteredMean, type Estimate } from "../../stats/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { labelling, NOISE, ordering, simulatedMessages, timing } from "../desk.conformance.ts";
import { modelReport, trainJson, trainSummary } from "../report/index.ts";

closeBenches();
const table = simulatedMessages();

describe("a run that answers with a label", () => {
  test("pays everyone for the same rows, and is the sum of its rights and wrongs", async () => {
    const { result } = await (await openBench()).answer(labelling, table);
    const { judgement, judgedRows, gate } = result;
    expect(judgedRows).toBe(1_500);
    for (const { money, facts } of [judgement.model, judgement.rule, judgement.constant]) {
      const right = money.filter((one) => one === 2).length;
      expect(money.filter((one) => one === -1).length).toBe(judgedRows - right);
      expect(facts).toEqual([{ name: "Right", value: right / judgedRows, unit: "percent" }]);
    }
    // 85 % are at the likely desk, and a third of the rest by chance; no more can be known.
    const best = 0.85 + 0.15 / 3;
    const noise = 3 * Math.sqrt((best * (1 - best)) / judgedRows);
    expect(Math.abs((judgement.model.facts[0]?.value ?? 0) - best)).toBeLessThan(noise + 0.01);
    expect(gate.verdict).toBe("pass");
  });

  test("compares with the champion of before, on what that had said unseen", async () => {
    const bench = await openBench();
    await bench.answer(labelling, table);
    const dearer = {
      ...labelling,
      objective: { ...labelling.objective, payoff: { payoff: "right-or-wrong", right: 2, wrong: -9 } },
    };
    const shorter = { ...dearer, evaluation: { folds: 4, newest: 0.25 } };
    const { result } = await bench.answer(shorter as typeof labelling, table);
    expect(result.judgement.champion?.facts[0]?.value).toBeGreaterThan(0.8);
    expect(result.warnings.map(({ code }) => code)).toContain("champion.saw-rows");
  });

  test("comes with a set of labels that holds the true one of new rows as often as asked", async () => {
    const bench = await openBench();
    const { heads, rows } = await bench.answer(labelling, table);
    const { dataset: fresh } = await (await openBench()).answer(labelling, simulatedMessages(6_000, 78));
    const { model } = heads[0]!;
    const said = scoreModel(model, fresh.features);
    const width = model.signature.classes.length;
    for (const level of [0.8, 0.9, 0.95]) {
      const held = Array.from(fresh.labels.desk!.values, (place, row) => {
        const set = predictionSet(model, said.subarray(row * width, (row + 1) * width), level);
        if (isInsufficient(set)) throw new Error(set.reason);
        return set.includes(place);
      }).filter(Boolean).length;
      // The likeliest label is always in it, and is true in 90 of 100: below that there is nothing to leave out.
      const wanted = Math.max(level, 0.85 + 0.15 / 3);
      const error = Math.sqrt(wanted * (1 - wanted) * (1 / rows.length + 1 / fresh.rows));
      expect(held / fresh.rows - wanted).toBeGreaterThan(-4 * error);
      expect(held / fresh.rows - wanted).toBeLessThan(4 * error + 0.01);
    }
  });

  test("names the labels that are too rare to judge", async () => {
    const few = simulatedMessages(150);
    const { result } = await (await openBench()).answer(labelling, few);
    expect(result.warnings.find(({ code }) => code === "label.few-examples")?.message).toMatch(/values? of `desk`/);
  });
});

describe("a run that answers with a value", () => {
  test("answers what loses least: above the prediction where too low costs more", async () => {
    const { result, heads } = await (await openBench()).answer(timing, table);
    // The 0.75 quantile of what nobody can know.
    const { shift } = result.settled as SettledValue;
    expect(Math.abs(shift - 0.6745 * NOISE)).toBeLessThan(4 * 1.363 * (NOISE / Math.sqrt(1_500)));
    const interval = intervalOf(heads[0]!.model, 50, 0.8);
    if (isInsufficient(interval)) throw new Error(interval.reason);
    // Four in five of a normal lie within 1.2816 standard deviations.
    expect((interval.high - interval.low) / 2 / (1.2816 * NOISE)).toBeGreaterThan(0.85);
    expect((interval.high - interval.low) / 2 / (1.2816 * NOISE)).toBeLessThan(1.15);
    expect((result.judgement.over.constant as Estimate).low).toBeGreaterThan(0);
  });

  test("comes with an interval that holds the truth of new rows as often as asked", async () => {
    const bench = await openBench();
    const { heads, rows } = await bench.answer(timing, table);
    const { dataset: fresh } = await (await openBench()).answer(timing, simulatedMessages(6_000, 77));
    const { model } = heads[0]!;
    const said = scoreModel(model, fresh.features);
    for (const level of [0.5, 0.8, 0.95]) {
      const held = Array.from(said, (prediction, row) => {
        const interval = intervalOf(model, prediction, level);
        if (isInsufficient(interval)) throw new Error(interval.reason);
        const truth = fresh.labels.minutes!.values[row]!;
        return interval.low <= truth && truth <= interval.high;
      }).filter(Boolean).length;
      // The interval was made from the judged rows and is checked on the fresh ones: both leave something to chance.
      const error = Math.sqrt(level * (1 - level) * (1 / rows.length + 1 / fresh.rows));
      expect(Math.abs(held / fresh.rows - level)).toBeLessThan(4 * error);
    }
  });
});

describe("a run that answers with an order", () => {
  test("counts a list as one decision, and never splits one between learning and judging", async () => {
    const { result, dataset, rows } = await (await openBench()).answer(ordering, table);
    expect(result.judgement.model.money.length).toBe(300);
    expect(rows.length).toBe(1_500);
    expect(new Set(dataset.lists).size).toBe(300);
    expect((result.judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect(result.judgement.constant.name).toBe("a random order");
  });
});

describe("the report on answers", () => {
  test.each([
    ["labels", labelling, /Which does it take for which/],
    ["values", timing, /How far off is it/],
    ["orders", ordering, /Does it show the right things first/],
  ] as const)("on %s reads as such, and never of acting", async (_, system, title) => {
    const run = await (await openBench()).answer(system, table);
    const html = await toHtml(modelReport(run, system));
    expect(html).toMatch(title);
    const screen = toTerminal(trainSummary(run, system, { report: "r.html", next: [] }), { width: 100, colour: false });
    for (const words of [html, screen]) expect(words).not.toMatch(/[Aa]cts on|[Hh]it rate|NaN|undefined|\[object/);
    expect(screen.split("\n").length).toBeLessThan(40);
    const json = trainJson(run.result);
    expect(Object.keys(json.value.facts ?? {})).toEqual(run.result.judgement.model.facts.map(({ name }) => name));
  });
});

test("weights for a rare yes leave its probabilities calibrated", async () => {
  const rare = simulatedVisits({ rows: 6_000 });
  const bench = await openBench();
  const { heads, dataset, rows, result } = await bench.run(clinic({ yesWeight: 15 }), rare);
  const said = heads[0]!.unseen;
  const truth = Float64Array.from(rows, (row) => dataset.labels.back!.values[row]!);
  const clusters = Int32Array.from(rows, (row) => dataset.entity[row]!);
  const excess = clusteredMean({
    sums: sumBy(
      said.map((p, i) => p - truth[i]!),
      clusters,
    ),
    sizes: sumBy(new Float64Array(said.length).fill(1), clusters),
  });
  if (isInsufficient(excess)) throw new Error(excess.reason);
  // What is said is as high as what happened, within four standard errors; without calibration it would be twice as high.
  expect(Math.abs(excess.value)).toBeLessThan((4 * (excess.high - excess.low)) / 2 / 1.96);
  const slope = result.metrics.risk!.calibrationSlope as Estimate;
  expect(slope.low).toBeLessThan(1);
  expect(slope.high).toBeGreaterThan(1);
  expect(heads[0]!.model.calibration.kind).toBe("platt");
});

function sumBy(values: Float64Array, clusters: Int32Array): Float64Array {
  const sums = new Map<number, number>();
  for (const [i, value] of values.entries()) sums.set(clusters[i]!, (sums.get(clusters[i]!) ?? 0) + value);
  return Float64Array.from(sums.values());
}
