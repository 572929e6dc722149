import {
  defineMetrics,
  type ExperimentReadout,
  readStatistics,
  summarise,
  type UnitTable,
} from "../../src/experiment/index.ts";
import { isInsufficient, type Rng } from "../../src/kernel/index.ts";
import { adjustForMany, normalBelief, normalCdf, type Point, shrink } from "../../src/stats/index.ts";
import { atLeastClaim, atMostClaim, type Claim, meanClaim, shareClaim } from "./claim.ts";
import { DAYS, designOf, drawTable, METRICS, streamOf } from "./readout-worlds.ts";

/** A split that lost a part of one arm's units is told; a sound one is not, more often than it says. */
export function splits(runs: number): readonly Claim[] {
  const money = METRICS.slice(0, 1);
  const design = designOf();
  const broken = (name: string, run: number, lost: number): boolean => {
    const random = streamOf(name, run);
    const arms = Array.from({ length: 20_000 }, () => random.integer(2)).filter(
      (arm) => arm === 0 || random.uniform() >= lost,
    );
    const values = Float64Array.from(arms, (_, i) => i % 7);
    const table: UnitTable = {
      arms: { codes: Uint16Array.from(arms), names: ["control", "treatment"] },
      columns: { money: values },
    };
    const statistics = summarise(table, { experiment: "world", part: "all", metrics: money });
    return readStatistics({ design, statistics }).verdict.call === "invalid";
  };
  const count = (name: string, lost: number): number =>
    Array.from({ length: runs }, (_, run) => broken(name, run, lost)).filter(Boolean).length;
  return [
    shareClaim("a sound split of 20,000 units is called broken", 0.001, { count: count("sound split", 0), runs }),
    // Losing 8 % of an arm moves the counts by 5.9 standard errors: found with 99.5 %.
    atLeastClaim("a split that lost 8 % of an arm is found", 0.99, { count: count("lost split", 0.08), runs }),
  ];
}

/** Of what is called after Benjamini and Hochberg, a share q is false at most; after Bonferroni, one is in one run of 20. */
export function manyQuestions(runs: number): readonly Claim[] {
  const [questions, real] = [20, 5];
  const shares: number[] = [];
  let any = 0;
  for (let run = 0; run < runs; run++) {
    const random = streamOf("many questions", run);
    const z = Array.from({ length: questions }, (_, i) => random.normal() + (i < real ? 3 : 0));
    const p = z.map((value) => 2 * normalCdf(-Math.abs(value)));
    const called = adjustForMany(p).map((adjusted) => adjusted <= 0.05);
    const isFalse = called.filter((yes, i) => yes && i >= real).length;
    shares.push(isFalse / Math.max(1, called.filter(Boolean).length));
    if (p.some((value, i) => i >= real && value * questions <= 0.05)) any++;
  }
  const fdr = meanClaim("20 metrics, 15 still: share of false ones among those called (BH)", (0.05 * 15) / 20, shares);
  return [fdr, atMostClaim("20 metrics: any false one is called (Bonferroni)", 0.05, { count: any, runs })];
}

const CALLS = defineMetrics([
  {
    name: "money",
    kind: "mean",
    value: "money",
    before: ["before"],
    role: "success",
    direction: "increase",
    money: true,
  },
  {
    ...{ name: "bought", kind: "proportion", value: "bought", role: "guardrail", direction: "increase" },
    margin: { absolute: 0.05 },
  },
  { name: "p90", kind: "quantile", value: "latency", q: 0.9, role: "deterioration", direction: "decrease" },
]);

function callsOf(claim: string, runs: number, draw: (random: Rng) => UnitTable): readonly ExperimentReadout[] {
  return Array.from({ length: runs }, (_, run) => {
    const table = draw(streamOf(claim, run));
    const statistics = summarise(table, { experiment: "world", part: "all", metrics: CALLS });
    return readStatistics({ design: designOf(["control", "treatment"], 1_000), statistics });
  });
}

/** The verdict ships what is not better, or what breaks a guardrail, as seldom as it says; and what is better, as planned. */
export function verdicts(runs: number): readonly Claim[] {
  const shipped = (claim: string, lifts: Parameters<typeof drawTable>[2]): { count: number; runs: number } => ({
    count: callsOf(claim, runs, (random) => drawTable(random, 1_000, lifts)).filter(
      ({ verdict }) => verdict.call === "ship",
    ).length,
    runs,
  });
  return [
    atMostClaim("an arm that brings nothing is shipped", 0.025, shipped("ship nothing", {})),
    atMostClaim(
      "an arm that brings money and loses exactly a guardrail's margin is shipped",
      0.025,
      shipped("ship broken", { lifts: { money: 2, bought: -0.05 } }),
    ),
    // Money by 9 standard errors; the guardrail's margin of 0.05 and its true gain of 0.05 are 4 of them.
    atLeastClaim(
      "an arm that is better in all is shipped",
      0.95,
      shipped("ship better", { lifts: { money: 1.2, bought: 0.05, latency: 0.9 } }),
    ),
    atMostClaim(
      "an arm that brings money and slows the slowest by 40 % is shipped",
      0.05,
      shipped("ship slow", { lifts: { money: 2, bought: 0.05, latency: 1.4 } }),
    ),
  ];
}

/** The best of many segments is expected to bring what it truly brings; measured alone, it promises more. */
export function segments(runs: number): readonly Claim[] {
  const [many, spread, error] = [12, 0.5, 1];
  const [shrunk, alone]: [number[], number[]] = [[], []];
  let [held, bestHeld, none] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const random = streamOf("segments", run);
    const truths = Array.from({ length: many }, () => 1 + spread * random.normal());
    const points = truths.map(
      (truth): Point => ({ value: truth + error * random.normal(), variance: error ** 2, df: Infinity }),
    );
    const found = shrink(points);
    const same = shrink(points.map((point, i) => ({ ...point, value: point.value - truths[i]! })));
    if (isInsufficient(found) || isInsufficient(same)) continue;
    const best = points.reduce((top, { value }, i) => (value > points[top]!.value ? i : top), 0);
    shrunk.push(found.effects[best]!.value - truths[best]!);
    alone.push(points[best]!.value - truths[best]!);
    const top = found.effects[best]!;
    bestHeld += top.low <= truths[best]! && truths[best]! <= top.high ? 1 : 0;
    held += found.effects.filter(({ low, high }, i) => low <= truths[i]! && truths[i]! <= high).length;
    // Where nothing is to be found, is the best segment called a gain?
    if (same.effects.some(({ low }) => low > 0)) none++;
  }
  const promised = alone.reduce((sum, value) => sum + value, 0) / alone.length;
  const left = shrunk.reduce((sum, value) => sum + value, 0) / shrunk.length;
  return [
    // How much effects differ is itself guessed from 12 of them, so that the mean cannot be exact; the interval says so.
    {
      ...{
        claim: "the best of 12 segments: what shrinkage promises above the truth",
        nominal: "a fifth of it at most",
      },
      ...{ got: left, low: -promised / 5, high: promised / 5, runs },
    },
    atLeastClaim("the best of 12 segments: its shrunk interval holds its truth", 0.95, { count: bestHeld, runs }),
    { claim: "the same, measured alone", nominal: "far above 0", got: promised, low: 0.5, high: Infinity, runs },
    atLeastClaim("segments: shrunk intervals that hold the truth", 0.94, { count: held, runs: runs * many }),
    atMostClaim("segments without any effect: one of 12 is called a gain", 0.05, { count: none, runs }),
  ];
}

/** Novelty is found where an effect halves every two days, and not where it lasts. */
export function novelties(runs: number): readonly Claim[] {
  const metrics = METRICS.filter(({ name }) => name === "money" || name === "daily");
  const courses = (claim: string, halving: number): readonly string[] =>
    Array.from({ length: runs }, (_, run) => {
      const table = drawTable(streamOf(claim, run), 600, { lifts: { daily: 1, halving } });
      const statistics = summarise(table, { experiment: "world", part: "all", metrics });
      return readStatistics({ design: designOf(), statistics }).novelty[0]!.course;
    });
  const lasts = courses("lasts", Infinity).filter((course) => course !== "steady").length;
  const fades = courses("fades", 2).filter((course) => course === "fades").length;
  return [
    shareClaim("an effect that lasts is said to move", 0.05, { count: lasts, runs }),
    atLeastClaim(`an effect that halves every second of ${DAYS} days is said to fade`, 0.99, { count: fades, runs }),
  ];
}

/** Where effects come from the prior, a probability of being better is one, and the expected loss is what is lost. */
export function beliefs(runs: number): readonly Claim[] {
  const prior = { mean: 0.2, sd: 0.5 };
  const [surprise, loss]: [number[], number[]] = [[], []];
  let wrong = 0;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const random = streamOf("beliefs", run);
    const truth = prior.mean + prior.sd * random.normal();
    const belief = normalBelief({ value: truth + 0.4 * random.normal(), variance: 0.16, df: Infinity }, prior);
    if (isInsufficient(belief)) continue;
    surprise.push((truth > 0 ? 1 : 0) - belief.better);
    loss.push(Math.max(-truth, 0) - belief.lossIfTaken);
    if (belief.value > 0) {
      sum++;
      wrong += truth < 0 ? 1 : 0;
    }
  }
  return [
    meanClaim("the probability of being better, against how often it is", 0, surprise),
    meanClaim("the expected loss, against what is lost", 0, loss),
    {
      claim: "shipped by belief, and wrong",
      nominal: "told, not bounded",
      got: wrong / sum,
      low: 0,
      high: 0.5,
      runs: sum,
    },
  ];
}
