import {
  cohortEffects,
  dilute,
  holdbackValue,
  latencyParts,
  latencyPrice,
  preferenceOf,
  steppedEffect,
  switchbackEffect,
} from "../../src/experiment/index.ts";
import { type Insufficient, isInsufficient, type Rng, rng } from "../../src/kernel/index.ts";
import { type Comparison, type Estimated, meanDifference, momentsOf } from "../../src/stats/index.ts";
import { atLeastClaim, type Claim, meanClaim, shareClaim } from "./claim.ts";
import {
  CLOCK,
  clicks,
  cohort,
  delayed,
  draws,
  evenMoney,
  FADE,
  market,
  meetings,
  moneyOf,
  NOVELTY,
  rollout,
} from "./designs-worlds.ts";

/** The value of what must not be lacking. */
export function sure<T>(found: T | Insufficient): T {
  if (isInsufficient(found)) throw new Error(found.reason);
  return found as T;
}

/** One simulated case whose answer is known: what is estimated, and what it truly is. */
interface Case {
  readonly name: string;
  readonly truth: number;
  readonly estimate: (random: Rng, run: number) => Estimated;
}

/** The interval holds the truth as often as it says, and the estimate is right on average. */
function sound({ name, truth, estimate }: Case, runs: number): readonly Claim[] {
  const found = draws(runs, (run) => run).map((run) => sure(estimate(rng({ seed: 7, unit: run, purpose: name }), run)));
  const count = found.filter(({ low, high }) => low <= truth && truth <= high).length;
  return [
    shareClaim(`${name}: the 95 % interval holds the truth`, 0.95, { count, runs }),
    meanClaim(
      `${name}: right on average`,
      truth,
      found.map(({ value }) => value),
    ),
  ];
}

/** The share of runs in which something holds. */
function counted(
  name: string,
  runs: number,
  holds: (random: Rng, run: number) => boolean,
): { count: number; runs: number } {
  let count = 0;
  for (let run = 0; run < runs; run++) if (holds(rng({ seed: 7, unit: run, purpose: name }), run)) count++;
  return { count, runs };
}

const found = ({ pValue }: Comparison): boolean => pValue < 0.05;

function abn(runs: number): readonly Claim[] {
  const name = "A/B/n: the intervals of three treatments hold together (Bonferroni)";
  const lifts = [0, 0.1, 0.3];
  const together = counted(name, runs, (random) => {
    const control = moneyOf(random, 150, 2);
    return lifts.every((lift) => {
      const { low, high } = sure(meanDifference(moneyOf(random, 150, 2 + lift), control, 1 - 0.05 / 3));
      return low <= lift && lift <= high;
    });
  });
  return [atLeastClaim(name, 0.95, together)];
}

/** Better decisions bring 0.4; the 100 ms that they take cost 0.3: a release would bring 0.1. */
function parts(runs: number): readonly Claim[] {
  const truths = { decisions: 0.4, latency: -0.3, whole: 0.1 };
  return (["slowed", "instant"] as const).flatMap((kind) =>
    (["decisions", "latency", "whole"] as const).flatMap((part) =>
      sound(
        {
          name: `C/T1/T2 with the ${kind} arm, ${part}`,
          truth: truths[part],
          estimate: (random) => {
            const third = moneyOf(random, 200, kind === "slowed" ? 4.7 : 5.4);
            const arms = { control: moneyOf(random, 200, 5), treatment: moneyOf(random, 200, 5.1), third };
            return latencyParts(arms, kind)[part];
          },
        },
        runs,
      ),
    ),
  );
}

function price(runs: number): readonly Claim[] {
  const bent = (name: string, cost: (ms: number) => number) =>
    counted(name, runs, (random) => sure(latencyPrice(delayed(random, cost)).straight) < 0.05);
  return [
    ...sound(
      {
        name: "latency-price: money per millisecond, unlike arms and spreads",
        truth: -0.004,
        estimate: (random) => latencyPrice(delayed(random, (ms) => 0.004 * ms)).perMs,
      },
      runs,
    ),
    // The arms' variances are estimated, so that chi-square is only nearly right: a percent on either side is left open.
    widened(
      shareClaim(
        "latency-price: a straight line is called bent",
        0.05,
        bent("line", (ms) => 0.004 * ms),
      ),
      0.01,
    ),
    atLeastClaim(
      "latency-price: a cliff is called bent",
      0.8,
      bent("cliff", (ms) => (ms < 100 ? 0 : 2)),
    ),
  ];
}

function widened(claim: Claim, by: number): Claim {
  return { ...claim, low: claim.low - by, high: claim.high + by };
}

function triggered(runs: number): readonly Claim[] {
  const of = (random: Rng) => {
    const [treated, others] = [meetings(random, true), meetings(random, false)];
    const [on, off] = [treated.filter(({ differs }) => differs), others.filter(({ differs }) => differs)];
    const where = meanDifference(momentsOf(on.map(({ money }) => money)), momentsOf(off.map(({ money }) => money)));
    const shares = { units: treated.length + others.length, unitsDiffering: on.length + off.length };
    const all = meanDifference(
      momentsOf(treated.map(({ money }) => money)),
      momentsOf(others.map(({ money }) => money)),
    );
    return { where, diluted: dilute(where, shares), all };
  };
  const widths = draws(Math.min(runs, 500), (run) => {
    const { diluted, all } = of(rng({ seed: 7, unit: run, purpose: "width" }));
    return (sure(diluted).high - sure(diluted).low) / (sure(all).high - sure(all).low);
  });
  const width = widths.reduce((sum, one) => sum + one, 0) / widths.length;
  return [
    ...sound({ name: "disagreement: where they differ", truth: 0.5, estimate: (random) => of(random).where }, runs),
    ...sound({ name: "disagreement: diluted over all", truth: 0.1, estimate: (random) => of(random).diluted }, runs),
    // The root of the share; the share's own error and the smaller arms' t add a little.
    {
      ...{ claim: "disagreement: width against the plain comparison's", nominal: "√0.2 = 0.447", got: width },
      ...{ low: 0.43, high: 0.49, runs: widths.length },
    },
  ];
}

function holdback(runs: number): readonly Claim[] {
  const of = (random: Rng) =>
    holdbackValue({ served: evenMoney(random, 900, 2.25), heldBack: evenMoney(random, 100, 2) });
  return [
    ...sound(
      { name: "holdback: what all who were served brought", truth: 225, estimate: (random) => of(random).total },
      runs,
    ),
    ...sound({ name: "holdback: what it forgoes", truth: 25, estimate: (random) => of(random).forgone }, runs),
  ];
}

function turns(runs: number): readonly Claim[] {
  const effect = (random: Rng, run: number, burnInMs: number) =>
    switchbackEffect(market(random, run, burnInMs), { treatment: "b", control: "a" });
  const naive = draws(
    Math.min(runs, 400),
    (run) => sure(effect(rng({ seed: 7, unit: run, purpose: "no burn-in" }), run, 0)).value,
  );
  // The lag costs fade / block of the effect in each arm whenever the arm has changed: three times in four.
  const lost = 0.5 * 2 * 0.75 * (FADE / CLOCK.blockMs);
  return [
    ...sound(
      {
        name: "switchback with a burn-in, under a trend and the hours of the day",
        truth: 0.5,
        estimate: (random, run) => effect(random, run, CLOCK.burnInMs),
      },
      runs,
    ),
    widened(meanClaim("switchback without one is too small by the lag", 0.5 - lost, naive), 0.1 * lost),
  ];
}

function steps(runs: number): readonly Claim[] {
  const naive = counted("before and after", Math.min(runs, 400), (random, run) => {
    const rows = rollout(random, run);
    const of = (treated: boolean) => momentsOf(rows.filter((row) => row.treated === treated).map(({ money }) => money));
    const { low, high } = sure(meanDifference(of(true), of(false)));
    return low > 0.4 || high < 0.4;
  });
  return [
    ...sound(
      {
        name: "stepped rollout under a trend",
        truth: 0.4,
        estimate: (random, run) => steppedEffect(rollout(random, run)),
      },
      runs,
    ),
    atLeastClaim("stepped rollout: before against after is wrong", 0.9, naive),
  ];
}

function aging(runs: number): readonly Claim[] {
  const asked = { treatment: "treatment", control: "control" };
  return [
    ...NOVELTY.flatMap((truth, age) =>
      sound(
        {
          name: `cohorts: the effect at age ${age + 1}`,
          truth,
          estimate: (random) => cohortEffects(cohort(random), asked).byAge[age]?.lift as Estimated,
        },
        runs,
      ),
    ),
    ...sound(
      {
        name: "cohorts: what wears off",
        truth: -0.6,
        estimate: (random) => cohortEffects(cohort(random), asked).change,
      },
      runs,
    ),
  ];
}

function interleaved(runs: number): readonly Claim[] {
  const prefers = (likes: "anything" | "worth") =>
    counted(`interleaving ${likes}`, runs, (random) => found(sure(preferenceOf(clicks(random, likes)).margin)));
  return [
    shareClaim("interleaving: a preference is found where people click anything", 0.05, prefers("anything")),
    atLeastClaim("interleaving: the better order is preferred", 0.8, prefers("worth")),
  ];
}

/** Every design against a simulated case whose answer is known. */
export const DESIGN_CLAIMS: Readonly<Record<string, (runs: number) => readonly Claim[]>> = {
  "A/B/n": abn,
  "C/T1/T2": parts,
  "latency-price": price,
  "disagreement-triggered": triggered,
  holdback,
  switchback: turns,
  "stepped rollout": steps,
  "long-lived cohorts": aging,
  interleaving: interleaved,
};
