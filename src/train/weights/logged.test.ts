import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, type RawTable, tableOf } from "../../data/index.ts";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { scoreRow } from "../../model/index.ts";
import { assumed, moneySaved } from "../../objective/index.ts";
import { actIf, actProbability } from "../../policy/index.ts";
import { toHtml } from "../../report/index.ts";
import { type ActingSystem, binary, logistic, on } from "../../system/index.ts";
import { closeBenches, openBench } from "../clinic.conformance.ts";
import { modelReport } from "../report/index.ts";
import type { ActRun } from "../run/train-run.ts";

closeBenches();

// Nurses called whom they found frail, and noted how likely each call was. The head is not told who is frail, so those who were
// let be, who are seldom frail, come back less often than anybody with as many visits would.
const h = on(
  contract({
    visits: number(),
    called: flag(),
    p: number({ missing: 1 }),
    back: flag({ known: "after" }),
  }),
);
const WITHIN = { within: "30d", changedByActing: true } as const;
const known = h.outcome({ ...WITHIN, history: (r) => r.back, acted: (r) => r.called, propensity: (r) => r.p });
const capped = h.outcome({ ...WITHIN, history: (r) => r.back, acted: (r) => r.called, propensity: (r) => r.p, cap: 2 });
const ignored = h.outcome({ ...WITHIN, history: (r) => r.back, acted: (r) => r.called });

const [PRICE, COST, EFFECT] = [1_000, 90, 0.5];
const payoff = { call: { yes: PRICE, no: 0 }, skip: { yes: 0, no: 0 } };

function clinic(back: typeof known): ActingSystem {
  return h.system({
    name: "clinic",
    source: csv("visits.csv"),
    objective: {
      ...({ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2030-01-01" } as const),
      ...{ currency: "USD", payoff, cost: { call: COST }, effect: assumed(EFFECT, [0.4, 0.6]) },
      ...{ asked: "care", approves: ["lead"] },
    },
    outcomes: { back },
    features: h.features((r) => ({ visits: r.visits })),
    rule: (f) => f.visits.atLeast(3),
    heads: { risk: binary({ label: "back", learner: logistic() }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    evaluation: { folds: 3 },
  }) as ActingSystem;
}

const VISITS = [0, 1, 2, 3, 4, 5];
/** How likely a call is. */
const calls = (frail: boolean): number => (frail ? 0.8 : 0.1);
/** How likely somebody comes back whom nobody calls. */
const returns = (visits: number, frail: boolean): number => 1 / (1 + Math.exp(2.5 - 0.4 * visits - (frail ? 1.5 : 0)));
/** The same where only the visits are known, and half of all are frail: what there is to learn. */
const truth = (visits: number): number => (returns(visits, true) + returns(visits, false)) / 2;
const RATE = mean(VISITS.map(truth));

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function logged(seed: number, change: (row: number, p: number) => number | null = (_, p) => p): RawTable {
  const draws = rng({ seed, purpose: "logged bandit" });
  const rows = Array.from({ length: 6_000 }, (_, row) => {
    const [visits, frail] = [draws.integer(VISITS.length), draws.uniform() < 0.5];
    const called = draws.uniform() < calls(frail);
    const back = draws.uniform() < returns(visits, frail) * (called ? 1 - EFFECT : 1);
    return { visits, called, p: change(row, called ? calls(frail) : 1 - calls(frail)), back };
  });
  const { columns } = tableOf({ visits: "number", called: "flag", p: "number", back: "flag" }, rows);
  return { rows: rows.length, columns };
}

const run = async (back: typeof known, seed: number): Promise<ActRun> =>
  (await openBench()).run(clinic(back), logged(seed));

/** What the served model says on average, less how many would come back if nobody were called. */
function excessOf({ heads }: ActRun): number {
  return mean(VISITS.map((visits) => scoreRow(heads[0]!.model, { visits })[0]!)) - RATE;
}

/** What the judge says that calling by the head brings for each decision, less what it would bring, in standard errors. */
function moneyExcess({ result, heads }: ActRun): number {
  const cutoff = { cutoff: result.threshold, atCutoff: 1 };
  const worth = VISITS.map(
    (visits) =>
      actProbability(cutoff, scoreRow(heads[0]!.model, { visits })[0]!) * (EFFECT * PRICE * truth(visits) - COST),
  );
  const said = result.judgement.model.perDecision;
  if (isInsufficient(said)) throw new Error(said.reason);
  return (said.value - mean(worth)) / ((said.high - said.low) / 2 / 1.96);
}

const SEEDS = [1, 2, 3, 4, 5, 6];

describe("logged cases of known propensity", () => {
  test("teach what would happen to everybody, and are judged as everybody; without weights neither is so", async () => {
    const runs = { weighted: [] as ActRun[], plain: [] as ActRun[] };
    for (const seed of SEEDS) {
      runs.weighted.push(await run(known, seed));
      runs.plain.push(await run(ignored, seed));
    }
    // A weighted rate has the standard error of as many rows of equal weight.
    const errors = runs.weighted.map(({ dataset }) => Math.sqrt((RATE * (1 - RATE)) / dataset.logged.back!.effective));
    runs.weighted.forEach((one, i) => {
      expect(Math.abs(excessOf(one))).toBeLessThan(4 * errors[i]!);
      expect(Math.abs(moneyExcess(one))).toBeLessThan(4);
    });
    const pooled = mean(errors) / Math.sqrt(SEEDS.length);
    expect(Math.abs(mean(runs.weighted.map(excessOf)))).toBeLessThan(4 * pooled);
    expect(Math.abs(mean(runs.weighted.map(moneyExcess)))).toBeLessThan(4 / Math.sqrt(SEEDS.length));
    // Of those let be 18 in 100 are frail, of all 50: the plain rate is 0.32 · 0.29 = 0.09 too low.
    for (const one of runs.plain) {
      expect(excessOf(one)).toBeLessThan(-6 * mean(errors));
      expect(moneyExcess(one)).toBeLessThan(-6);
    }
  });

  test("keep probabilities calibrated: what is said and what happens agree, weighted", async () => {
    const { result } = await run(known, 7);
    const slope = result.metrics.risk!.calibrationSlope!;
    if (isInsufficient(slope)) throw new Error(slope.reason);
    expect(slope.low).toBeLessThan(1);
    expect(slope.high).toBeGreaterThan(1);
  });

  test("are off by no more than is said where weights are cut off, and the report says it", async () => {
    const { result, dataset, ...rest } = await run(capped, 3);
    const { lost, capped: cut, effective } = dataset.logged.back!;
    // 1 / 0.2 becomes 2: each of the frail stands for two instead of five.
    expect(cut).toBeGreaterThan(500);
    const excess = excessOf({ result, dataset, ...rest } as ActRun);
    expect(excess).toBeLessThan(-2 * Math.sqrt((RATE * (1 - RATE)) / effective));
    expect(-excess).toBeLessThan(lost);
    const said = result.warnings.find(({ code }) => code === "propensity.capped");
    expect(said?.message).toContain(`may be off by up to ${Number((100 * lost).toPrecision(2))} percentage points`);
    const html = await toHtml(modelReport({ result, dataset, ...rest } as ActRun, clinic(capped)));
    expect(html).toMatch(/Propensity of what was done/);
    expect(html).toMatch(/worth [\d,]+ of equal weight/);
    expect(html).toMatch(/a rate is off by at most/);
  });

  test("say of whom they cannot tell: those who were acted on for certain", async () => {
    const table = logged(4, (row, p) => (row % 10 === 0 ? 1 : p));
    const { result } = await (await openBench()).run(clinic(known), table);
    expect(result.warnings.map(({ code }) => code)).toContain("propensity.certain");
  });

  test.each([
    ["0", 0],
    ["none", null],
    ["1.5", 1.5],
    ["-0.2", -0.2],
  ])("are refused where a propensity is %s, by the numbers of the rows", async (words, wrong) => {
    const broken = logged(5, (row, p) => (row < 8 ? wrong : p));
    await expect((await openBench()).run(clinic(known), broken)).rejects.toMatchObject({
      code: "train.propensity-unusable",
      message: expect.stringMatching(new RegExp(`In \\d of \\d+ it is not: row \\d has ${words}`)),
    });
  });
});
