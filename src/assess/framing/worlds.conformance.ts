import { contract, csv, flag, number, type Row, type Table, tableOf, text, time } from "../../data/index.ts";
import { type Rng, rng } from "../../kernel/index.ts";
import { moneyEarned, perRelevant, perUnit, rightOrWrong } from "../../objective/index.ts";
import { actIf, pickLabel, pickValue, rankBy } from "../../policy/index.ts";
import {
  binary,
  gbdt,
  linear,
  logistic,
  multiclass,
  on,
  regression,
  type SystemDefinition,
} from "../../system/index.ts";

/** A problem whose best framing is known. */
export interface World {
  readonly system: SystemDefinition;
  make(seed: number, rows?: number): Table;
}

const goal = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1_000,
  by: "2030-01-01",
  currency: "EUR",
  asked: "the shop",
  approves: [],
} as const;
const told = { within: "1d", changedByActing: false } as const;
const trees = gbdt({ rounds: 25, numLeaves: 8, minDataInLeaf: 20 });

function rowsOf(seed: number, rows: number, make: (draws: Rng, i: number) => Row): readonly Row[] {
  const draws = rng({ seed, purpose: "framing.world" });
  return Array.from({ length: rows }, (_, i) => make(draws, i));
}

const values = contract({ x: number(), z: number(), y: number({ known: "after" }) });
const v = on(values);
const VALUE_KINDS = { x: "number", z: "number", y: "number" } as const;

function valueSystem(name: string, learner: typeof trees | ReturnType<typeof linear>, under: number): SystemDefinition {
  return v.system({
    name,
    source: csv("values.csv"),
    objective: { ...goal, payoff: perUnit({ over: -0.1, under }) },
    outcomes: { y: v.outcome({ ...told, history: (r) => r.y }) },
    features: v.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.x.times(0),
    heads: { y: regression({ label: "y", learner }) },
    policy: pickValue({ head: "y" }),
  });
}

/** A straight line with little noise: eight buckets are too coarse for it. */
export const straightLine: World = {
  system: valueSystem("straight-line", linear(), -0.1),
  make: (seed, rows = 600) =>
    tableOf(
      VALUE_KINDS,
      rowsOf(seed, rows, (draws) => {
        const [x, z] = [draws.uniform(), draws.uniform()];
        return { x, z, y: 100 * x + 20 * z + draws.normal() };
      }),
    ),
};

/** The straight line as two labels, whose prices say nothing of values. */
export const twoHalves: SystemDefinition = v.system({
  name: "two-halves",
  source: csv("values.csv"),
  objective: { ...goal, payoff: rightOrWrong({ right: 1, wrong: 0 }) },
  outcomes: { half: v.outcome({ ...told, history: (r) => r.y.bucket([60]) }) },
  features: v.features((r) => ({ x: r.x, z: r.z })),
  rule: (f) => f.x.bucket([60]),
  heads: { half: multiclass({ label: "half", learner: trees }) },
  policy: pickLabel({ head: "half" }),
});

/** Half of the cases are certain, half are anything, and too low costs nine times too high: one shift cannot fit both. */
export const unevenNoise: World = {
  system: valueSystem("uneven-noise", trees, -0.9),
  make: (seed, rows = 1_500) =>
    tableOf(
      VALUE_KINDS,
      rowsOf(seed, rows, (draws) => {
        const [x, z] = [draws.uniform(), draws.uniform()];
        return { x, z, y: 200 + (x < 0.5 ? 1 : 60) * draws.normal() };
      }),
    ),
};

const calls = contract({ x: number(), z: number(), minutes: number({ known: "after" }) });
const c = on(calls);

/** Calls of over half an hour are wanted; how long a very long one takes says nothing, and pulls at whoever predicts it. */
export const wildTail: World = {
  system: c.system({
    name: "wild-tail",
    source: csv("calls.csv"),
    objective: { ...goal, payoff: { call: { yes: 1, no: -1 }, leave: { yes: 0, no: 0 } } },
    outcomes: { long: c.outcome({ ...told, history: (r) => r.minutes.above(30) }) },
    features: c.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.z.above(2),
    heads: { long: binary({ label: "long", learner: logistic() }) },
    weights: { long: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
  }),
  make: (seed, rows = 1_500) =>
    tableOf(
      { x: "number", z: "number", minutes: "number" },
      rowsOf(seed, rows, (draws) => {
        const [x, z] = [draws.normal(), draws.normal()];
        const isLong = draws.uniform() < 1 / (1 + Math.exp(-1.5 * x));
        const tail = 31 + Math.exp(4 + 2.5 * draws.normal());
        return { x, z, minutes: isLong ? tail : 30 * draws.uniform() };
      }),
    ),
};

const coins = contract({ x: number(), z: number(), heads: flag({ known: "after" }) });
const k = on(coins);

/** A fair coin, and a payoff that is fair too: whatever is done earns nothing on average, so that all framings tie. */
export const fairCoin: World = {
  system: k.system({
    name: "fair-coin",
    source: csv("coins.csv"),
    objective: { ...goal, payoff: { bet: { yes: 1, no: -1 }, pass: { yes: 0, no: 0 } } },
    outcomes: { heads: k.outcome({ ...told, history: (r) => r.heads }) },
    features: k.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.x.above(0),
    heads: { heads: binary({ label: "heads", learner: logistic() }) },
    weights: { heads: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
  }),
  make: (seed, rows = 240) =>
    tableOf(
      { x: "number", z: "number", heads: "flag" },
      rowsOf(seed, rows, (draws) => ({ x: draws.normal(), z: draws.normal(), heads: draws.uniform() < 0.5 })),
    ),
};

const loans = contract({ x: number(), z: number(), day: number({ known: "after" }) });
const l = on(loans);
const LOAN_KINDS = { x: "number", z: "number", day: "number" } as const;
const defaults = (days: number) => l.outcome({ ...told, history: (r) => r.day.atMost(days) });

/** A loan that may fail, sooner or later: what fails within a month is priced, what fails within a week is told as well. */
export const twoHorizons: World = {
  system: l.system({
    name: "two-horizons",
    source: csv("loans.csv"),
    objective: { ...goal, outcome: "month", payoff: { call: { yes: 3, no: -1 }, leave: { yes: 0, no: 0 } } },
    outcomes: { month: defaults(30), week: defaults(7) },
    features: l.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.z.above(2),
    heads: { month: binary({ label: "month", learner: logistic() }) },
    weights: { month: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff", capacity: { share: 0.3 } }),
  }),
  make: (seed, rows = 800) =>
    tableOf(
      LOAN_KINDS,
      rowsOf(seed, rows, (draws) => {
        const [x, z] = [draws.normal(), draws.normal()];
        return { x, z, day: 60 * Math.exp(-x + 0.6 * draws.normal()) };
      }),
    ),
};

const timed = contract({ x: number(), z: number(), at: time(), heads: flag({ known: "after" }) });
const d = on(timed);

/** The same, judged on the newest tosses. */
export const laterCoin: World = {
  system: d.system({
    name: "later-coin",
    source: csv("coins.csv"),
    time: "at",
    objective: { ...goal, payoff: { bet: { yes: 1, no: -1 }, pass: { yes: 0, no: 0 } } },
    outcomes: { heads: d.outcome({ ...told, history: (r) => r.heads }) },
    features: d.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.x.above(0),
    heads: { heads: binary({ label: "heads", learner: logistic() }) },
    weights: { heads: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
  }),
  make: (seed, rows = 400) =>
    tableOf(
      { x: "number", z: "number", at: "time", heads: "flag" },
      rowsOf(seed, rows, (draws, i) => ({
        x: draws.normal(),
        z: draws.normal(),
        at: 60_000 * i,
        heads: draws.uniform() < 0.5,
      })),
    ),
};

const cards = contract({ x: number(), z: number(), suit: text({ known: "after" }) });
const e = on(cards);

/** One of three suits by chance, and right is worth twice what wrong costs: whatever is answered earns nothing on average. */
export const dealtCards: World = {
  system: e.system({
    name: "dealt-cards",
    source: csv("cards.csv"),
    objective: { ...goal, payoff: rightOrWrong({ right: 2, wrong: -1 }) },
    outcomes: { suit: e.outcome({ ...told, history: (r) => r.suit }) },
    features: e.features((r) => ({ x: r.x, z: r.z })),
    rule: (f) => f.x.bucket([0]),
    heads: { suit: multiclass({ label: "suit", learner: logistic() }) },
    policy: pickLabel({ head: "suit" }),
  }),
  make: (seed, rows = 240) =>
    tableOf(
      { x: "number", z: "number", suit: "text" },
      rowsOf(seed, rows, (draws) => ({
        x: draws.normal(),
        z: draws.normal(),
        suit: ["clubs", "hearts", "spades"][draws.integer(3)] as string,
      })),
    ),
};

const offers = contract({
  visit: text(),
  mood: text(),
  item: text(),
  price: number(),
  taken: flag({ known: "after" }),
});
const o = on(offers);
const ITEMS = ["tea", "cake", "soup", "rice", "wine"] as const;

/** What is taken depends on the mood and on what the item is, and whoever scores candidates is told its price alone. */
export const blindCandidates: World = {
  system: o.system({
    name: "blind-candidates",
    source: csv("offers.csv"),
    objective: { ...goal, payoff: perRelevant({ money: 1, positions: [1] }) },
    outcomes: { taken: o.outcome({ ...told, history: (r) => r.taken }) },
    features: o.features((r) => ({ mood: r.mood, price: r.price })),
    rule: (f) => f.price.times(-1),
    heads: { taken: binary({ label: "taken", learner: trees }) },
    weights: { taken: { start: 1, min: 0, max: 1 } },
    policy: rankBy({ list: "visit", top: 1 }),
  }),
  make: (seed, rows = 500) => {
    const visits = rowsOf(seed, rows, (draws, i) => ({
      visit: `v${i}`,
      mood: `m${draws.integer(ITEMS.length)}`,
      lucky: draws.uniform() < 0.8,
      other: draws.integer(ITEMS.length),
      shift: draws.integer(5),
    }));
    const offered = visits.flatMap(({ visit, mood, lucky, other, shift }): readonly Row[] => {
      const wanted = lucky ? Number(String(mood).slice(1)) : Number(other);
      return ITEMS.map(
        (item, j) => ({ visit, mood, item, price: 1 + ((j + Number(shift)) % 5), taken: j === wanted }) as Row,
      );
    });
    return tableOf({ visit: "text", mood: "text", item: "text", price: "number", taken: "flag" }, offered);
  },
};
