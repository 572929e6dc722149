import { rng } from "../../../kernel/index.ts";
import { momentsOf, weightedMomentsOf } from "../../../stats/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import {
  drawScored,
  labelSeen,
  outputSeen,
  quantileLayout,
  type Scored,
  sigmoid,
} from "../../quality/scored.conformance.ts";
import type { Layout, Reference, Seen } from "../../seen/seen.ts";
import type { Monitor, MonitorContext, Reading } from "../monitor.ts";
import { exposureOf, tookOf } from "./shop-shapes.conformance.ts";

export const DAY = 86_400_000;
/** Six hours. */
export const PERIOD: number = DAY / 4;
/** A Monday. */
export const START: number = Date.UTC(2026, 0, 5);

/** How things are in a period: what of it is a fault is up to the test. */
export interface ShopHow {
  /** Decisions. */
  readonly n: number;
  /** Where cases lie, what they come to, what the head says. */
  readonly centre: number;
  readonly truth: (x: number) => number;
  readonly head: (x: number) => number;
  /** Probability from which an offer is sent. */
  readonly threshold: number;
  /** Shares of decisions, of reports, of requests. */
  readonly silent: number;
  readonly fellBack: number;
  readonly reported: number;
  readonly late: number;
  readonly contradicted: number;
  readonly failed: number;
  /** Share of the requests that break the contract. */
  readonly refused: number;
  readonly ready: number;
  /** Of decisions from the north, and those of them that are acted on as the score says. */
  readonly north: number;
  readonly northActs: number;
  /** What a purchase brings. */
  readonly amount: number;
  /** Of milliseconds: the middle one. */
  readonly took: number;
  readonly memory: number;
  /** How strongly the most shown is shown: 0 is evenly. */
  readonly narrow: number;
}

const truth = (x: number): number => sigmoid(1.3 * x - 1.2);

/** What is usual in the p-th period of a quiet shop: days have their hours, weeks their days, and every day is a little its own. */
export function usualShop(p: number, seed: number): ShopHow {
  const day = rng({ seed, unit: Math.floor(p / 4), purpose: "day" });
  const hour = p % 4;
  const weekend = Math.floor(p / 4) % 7 >= 5 ? 1 : 0;
  const own = 0.03 * day.normal();
  return {
    ...{ n: Math.round(400 * (1 + 0.3 * hour) * (1 - 0.3 * weekend)), centre: 0.15 * hour - 0.2 * weekend + own },
    ...{
      truth,
      head: truth,
      threshold: 0.4,
      silent: 0.01,
      fellBack: 0.01,
      reported: 0.8,
      late: 0.03,
      contradicted: 0.01,
    },
    ...{
      failed: 0.0004,
      refused: 0.002,
      ready: 1,
      north: 0.3,
      northActs: 1,
      amount: 20 * Math.exp(0.02 * day.normal()),
    },
    ...{ took: 4 * Math.exp(0.05 * day.normal() + 0.1 * hour), memory: 3e8 * Math.exp(0.03 * day.normal()), narrow: 0 },
  };
}

export interface ShopOptions {
  readonly periods: number;
  readonly seed: number;
  /** Only the periods from this one on. Default: all. */
  readonly first?: number;
  /** What is not as usual. */
  readonly change?: (p: number, usual: ShopHow) => Partial<ShopHow>;
}

const HEAD = quantileLayout(drawScored({ centre: 0, truth, head: truth }, 4_000, 17).scores);
const LAYOUT: Layout = { id: "layout", fields: {}, features: {}, heads: { risk: HEAD }, score: HEAD };

/** What is seen of a shop, period by period. The outcome is known a day later. */
export function shopPeriods({ periods, seed, first = 0, change = () => ({}) }: ShopOptions): readonly Seen[] {
  const begin = Math.max(0, first - 4);
  const made = Array.from({ length: periods - begin }, (_, i) => {
    const usual = usualShop(begin + i, seed);
    const how = { ...usual, ...change(begin + i, usual) };
    return { how, cases: drawScored(how, how.n, seed * 10_000 + begin + i) };
  });
  return made.slice(first - begin).map(({ how, cases }, i) => {
    const p = first + i;
    return periodOf({ how, p, seed, now: cases, due: p < 4 ? undefined : made[p - 4 - begin]!.cases });
  });
}

interface PeriodCase {
  readonly how: ShopHow;
  readonly p: number;
  readonly seed: number;
  readonly now: Scored;
  /** Whose windows close. */
  readonly due: Scored | undefined;
}

function periodOf({ how, p, seed, now, due }: PeriodCase): Seen {
  const draw = rng({ seed, unit: p, purpose: "period" });
  const count = (of: number, share: number): number =>
    Array.from({ length: of }, () => draw.uniform() < share).filter(Boolean).length;
  const north = count(how.n, how.north);
  const wanted = now.scores.filter((score) => score >= how.threshold).length;
  const northActed = Math.round((wanted * north * how.northActs) / how.n);
  const acted = Math.round((wanted * (how.n - north)) / how.n) + northActed;
  const output = { ...outputSeen(HEAD, now.scores), missing: count(how.n, how.silent) };
  const from = START + p * PERIOD;
  const reported = due === undefined ? 0 : count(due.scores.length, how.reported);
  const nothing = { score: momentsOf([]), fellBack: 0 };
  return {
    ...{
      layout: LAYOUT.id,
      from,
      to: from + PERIOD,
      decisions: how.n,
      fields: {},
      features: {},
      heads: { risk: output },
    },
    ...{ score: output, acted, said: { offer: acted, wait: how.n - acted }, arms: { champion: how.n } },
    ...{ fellBack: { rule: count(how.n, how.fellBack) }, reasons: {}, took: tookOf(how, draw.normal) },
    slices: {
      "region=north": { decisions: north, acted: northActed, ...nothing },
      "region=south": { decisions: how.n - north, acted: acted - northActed, ...nothing },
    },
    exposure: exposureOf(how),
    ...{ ages: {}, events: {}, repeated: 0 },
    labels:
      due === undefined
        ? {}
        : {
            risk: {
              ...labelSeen(due),
              reported,
              late: count(reported, how.late),
              contradicted: count(reported, how.contradicted),
            },
          },
    amounts: { spent: momentsOf(Array.from({ length: 60 }, () => how.amount * Math.exp(0.3 * draw.normal() - 0.045))) },
    ...(due === undefined ? {} : { value: moneyOf(due, how) }),
    health: {
      ...{
        requests: 3 * how.n,
        failed: count(3 * how.n, how.failed),
        refused: count(3 * how.n, how.refused),
        readyMs: how.ready * PERIOD,
        cpuSeconds: 60,
      },
      memory: how.memory,
    },
  };
}

/** An offer costs 4; a purchase brings the amount where an offer was sent. */
function moneyOf({ scores, labels }: Scored, { threshold, amount }: ShopHow): NonNullable<Seen["value"]> {
  const money = scores.map((score, i) => (score < threshold ? 0 : amount * labels[i]! * 0.5 - 4));
  return weightedMomentsOf(
    money,
    money.map(() => 1),
  );
}

export const shop: SystemDefinition = {
  ...{
    is: "alidade.system",
    name: "shop",
    streams: {},
    features: {},
    slices: ["region"],
    filters: [],
    holdback: 0,
    seed: 1,
  },
  objective: {
    ...{
      stated: true,
      metric: { name: "money earned" },
      direction: "increase",
      baseline: 0,
      target: 1,
      by: "2027-01-01",
    },
    payoff: { offer: { yes: 10, no: 0 }, wait: { yes: 0, no: 0 } },
    ...{
      cost: { offer: 4 },
      currency: "USD",
      guardrails: [{ guardrail: "latency", p99Ms: 40 }],
      asked: "shop",
      approves: [],
    },
  },
  outcomes: { bought: { kind: "flag", within: "1d", changedByActing: false } },
  heads: { risk: { task: "binary", label: "bought", learner: {}, calibration: "platt" } },
  ...{ weights: { risk: { start: 1, min: 0, max: 1 } }, policy: { policy: "act-if", threshold: "from-payoff" } },
} as unknown as SystemDefinition;

const past = drawScored({ centre: 0.1, truth, head: truth }, 6_000, 23);

/** What the head learned from. */
export const shopReference: Reference = {
  ...{ id: "reference", from: "training", layout: LAYOUT, importance: {}, reads: {} },
  seen: {
    ...shopPeriods({ periods: 1, seed: 3 })[0]!,
    labels: { risk: labelSeen(past) },
    heads: { risk: outputSeen(HEAD, past.scores) },
    amounts: { spent: { n: 5_000, mean: 20, m2: 5_000 * 36 } },
  },
};

export const shopContext: MonitorContext = { system: shop, reference: shopReference, periodMs: PERIOD };

/** What a monitor kept, and all that it said. */
export interface Watched {
  readonly state: unknown;
  readonly readings: readonly (readonly Reading[])[];
}

/** How a monitor watches; `after` what it has watched already. */
export interface WatchHow {
  readonly context?: MonitorContext;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly after?: Watched;
}

/** All readings of a monitor, period by period. */
export function readingsOver(
  monitor: Monitor<never, never>,
  seen: readonly Seen[],
  how: WatchHow = {},
): readonly (readonly Reading[])[] {
  return watchedOver(monitor, seen, how).readings;
}

/** The same with what it keeps, which goes through JSON, as it does on disk. */
export function watchedOver(
  monitor: Monitor<never, never>,
  seen: readonly Seen[],
  { context = shopContext, settings = {}, after }: WatchHow = {},
): Watched {
  const one = monitor as unknown as Monitor<Record<string, never>, unknown>;
  const defaults = Object.fromEntries(
    Object.entries(one.params).map(([name, param]) => [name, (param as { default: unknown }).default]),
  );
  const params = { ...defaults, ...settings } as never;
  let state = after?.state ?? one.start(context, params);
  const readings = seen.map((period) => {
    const step = one.step(state, period, { context, params });
    state = JSON.parse(JSON.stringify(step.state));
    return step.readings;
  });
  return { state, readings: [...(after?.readings ?? []), ...readings] };
}

/** Evidence that a quiet shop of this size shows once in several years. */
export const PLAIN = 11;

/** Kinds and parts whose evidence became plain, and in which period first: evidence adds up while it speaks for a change. */
export function plainIn(readings: readonly (readonly Reading[])[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  const plain: Record<string, number> = {};
  readings.forEach((of, p) => {
    for (const { kind, about, evidence, over = "period", isBreach } of of) {
      const key = `${kind} ${about.name}`;
      const sum = Math.max(0, (sums.get(`${key} ${over}`) ?? 0) + evidence);
      sums.set(`${key} ${over}`, sum);
      if (sum >= PLAIN || isBreach === true) plain[key] ??= p;
    }
  });
  return plain;
}
