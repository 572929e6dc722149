import { describe, expect, test } from "vitest";
import { sigmoid } from "../../quality/scored.conformance.ts";
import type { Seen } from "../../seen/seen.ts";
import {
  plainIn,
  readingsOver,
  type ShopHow,
  shop,
  shopContext,
  shopPeriods,
  type Watched,
  watchedOver,
} from "../followed/shop-periods.conformance.ts";
import type { Monitor, MonitorContext } from "../monitor.ts";
import { actionRates } from "./action-rates.ts";
import { conceptDrift } from "./concept-drift.ts";
import { estimatedQuality } from "./estimated-quality.ts";
import { fallbackShare } from "./fallback-share.ts";
import { feedbackLoop } from "./feedback-loop.ts";
import { labelShift } from "./label-shift.ts";
import { labelsComing } from "./labels-coming.ts";
import { liveCalibration } from "./live-calibration.ts";
import { liveQuality } from "./live-quality.ts";
import { liveValue } from "./live-value.ts";
import { objectiveDrift } from "./objective-drift.ts";
import { segmentStarvation } from "./segment-starvation.ts";
import { servingHealth } from "./serving-health.ts";

type AnyMonitor = Monitor<never, never>;

const monitors = {
  ...{ actionRates, conceptDrift, estimatedQuality, fallbackShare, feedbackLoop, labelShift, labelsComing },
  ...{ liveCalibration, liveQuality, liveValue, objectiveDrift, segmentStarvation, servingHealth },
} as unknown as Readonly<Record<string, AnyMonitor>>;

/** Four weeks, of which the last is not as the others. */
const FAULT = 84;
const PERIODS = 112;

type Change = (p: number, usual: ShopHow) => Partial<ShopHow>;

const quiet = [1, 2].map((seed) => shopPeriods({ periods: PERIODS, seed }));

/** What every monitor has watched of three quiet weeks: the same before every fault, and watched once. */
const threeWeeks = new Map<AnyMonitor, Watched>();
function before(monitor: AnyMonitor): Watched {
  const watched = threeWeeks.get(monitor) ?? watchedOver(monitor, quiet[0]!.slice(0, FAULT));
  threeWeeks.set(monitor, watched);
  return watched;
}

/** What it said of four quiet weeks of each shop. */
const whole = new Map<AnyMonitor, readonly ReturnType<typeof readingsOver>[]>();
function quietReadings(monitor: AnyMonitor): readonly ReturnType<typeof readingsOver>[] {
  const read =
    whole.get(monitor) ??
    quiet.map((seen, i) =>
      i === 0 ? readingsOver(monitor, seen.slice(FAULT), { after: before(monitor) }) : readingsOver(monitor, seen),
    );
  whole.set(monitor, read);
  return read;
}

/** What all monitors together say of three quiet weeks and a fourth that is not, and in which period first. */
function toldOf(change: Change): Readonly<Record<string, number>> {
  const isFault: Change = (p, usual) => (p < FAULT ? {} : change(p, usual));
  const fourth = shopPeriods({ periods: PERIODS, seed: 1, first: FAULT, change: isFault });
  return told((monitor) => readingsOver(monitor, fourth, { after: before(monitor) }));
}

/** What all monitors together say, and in which period first. */
function told(over: (monitor: AnyMonitor) => ReturnType<typeof readingsOver>): Readonly<Record<string, number>> {
  return Object.assign({}, ...Object.values(monitors).map((monitor) => plainIn(over(monitor))));
}

test("a quiet shop, with its hours, weekends and days of their own, stays quiet", () => {
  for (const i of quiet.keys()) expect(told((monitor) => quietReadings(monitor)[i]!)).toEqual({});
});

/** While nothing is wrong the mean of e-values is at most 1; four standard errors of their mean come on top. */
test.each(Object.keys(monitors))("%s: e-values of a quiet shop are at most 1 on average", (name) => {
  const values = quietReadings(monitors[name]!)
    .flat(2)
    .map(({ evidence }) => Math.exp(evidence));
  const mean = values.reduce((sum, e) => sum + e, 0) / Math.max(1, values.length);
  const error = Math.sqrt(values.reduce((sum, e) => sum + (e - mean) ** 2, 0)) / Math.max(1, values.length);
  expect(mean).toBeLessThanOrEqual(1 + 4 * error);
});

interface Fault {
  readonly name: string;
  readonly change: Change;
  /** What must be said, within so many periods: a third more than the slowest of twelve shops took. Labels are known four later. */
  readonly says: Readonly<Record<string, number>>;
  /** What else is true of it, and may be said. */
  readonly may?: readonly string[];
}

const OF_LABELS = ["label.shifted bought", "quality.worse risk", "quality.below-reference risk", "value.fallen shop"];

const FAULTS: readonly Fault[] = [
  {
    ...{
      name: "scores stand for more than they did",
      change: () => ({ truth: (x: number) => sigmoid(1.3 * x - 0.6) }),
    },
    ...{
      says: { "concept.drifted risk": 10, "calibration.gap risk": 10 },
      may: [...OF_LABELS, "quality.estimate-failed risk"],
    },
  },
  {
    ...{ name: "a head is too sure of itself", change: () => ({ head: (x: number) => sigmoid(2.2 * x - 1.8) }) },
    ...{ says: { "concept.drifted risk": 12, "calibration.slope risk": 16 } },
    may: [
      ...OF_LABELS,
      "quality.estimate-failed risk",
      "quality.estimated-worse risk",
      "calibration.gap risk",
      "actions.shifted offer",
      "actions.shifted wait",
    ],
  },
  {
    // Other cases come, and scores mean what they meant: nothing may be said of concept, calibration or quality after labels.
    ...{
      name: "other cases come",
      change: () => ({ centre: -0.9 }),
      says: { "actions.shifted offer": 6, "label.shifted bought": 14 },
    },
    may: ["actions.shifted wait", "quality.estimated-worse risk", "value.fallen shop"],
  },
  { name: "no labels come", change: () => ({ reported: 0 }), says: { "labels.missing bought": 4 } },
  { name: "labels come late", change: () => ({ late: 0.6 }), says: { "labels.late bought": 6 } },
  {
    name: "labels contradict each other",
    change: () => ({ contradicted: 0.3 }),
    says: { "labels.contradict bought": 6 },
  },
  {
    ...{ name: "a head fails", change: () => ({ silent: 0.2, fellBack: 0.2 }) },
    says: { "fallback.risen shop": 4, "head.silent risk": 4 },
  },
  {
    name: "a lower threshold",
    change: () => ({ threshold: 0.25 }),
    says: { "actions.shifted offer": 16 },
    may: ["actions.shifted wait", "quality.estimated-worse risk", "value.fallen shop"],
  },
  {
    name: "nobody acts in the north",
    change: () => ({ northActs: 0.2 }),
    says: { "segment.starved region=north": 8 },
    may: ["actions.shifted offer", "actions.shifted wait", "quality.estimated-worse risk"],
  },
  {
    name: "hardly anybody comes from the north",
    change: () => ({ north: 0.05 }),
    says: { "segment.vanished region=north": 6 },
  },
  {
    name: "a purchase brings more",
    change: (_, { amount }) => ({ amount: 1.4 * amount }),
    says: { "prices.moved spent": 16 },
  },
  {
    name: "a purchase brings less",
    change: (_, { amount }) => ({ amount: 0.6 * amount }),
    says: { "prices.moved spent": 6, "value.fallen shop": 20 },
  },
  {
    name: "the shop shows less and less",
    change: (p) => ({ narrow: (p - FAULT) / 20 }),
    says: { "exposure.narrowed shop": 24 },
  },
  {
    name: "requests fail",
    change: () => ({ failed: 0.02 }),
    says: { "errors.risen shop": 6, "uptime.budget-burning shop": 4 },
  },
  { name: "callers rename a field", change: () => ({ refused: 0.05 }), says: { "requests.refused shop": 6 } },
  {
    name: "the server is down for half the time",
    change: () => ({ ready: 0.5 }),
    says: { "uptime.budget-burning shop": 2 },
  },
  {
    name: "decisions take longer",
    change: (_, { took }) => ({ took: 4 * took }),
    says: { "latency.risen shop": 6, "latency.over-limit shop": 4 },
  },
  {
    name: "memory leaks",
    change: (p, { memory }) => ({ memory: memory * (1 + (p - FAULT) / 12) }),
    says: { "memory.growing shop": 24 },
  },
];

test.each(FAULTS)("$name: this is said soon, and nothing that is not so", ({ change, says, may = [] }) => {
  const found = toldOf(change);
  for (const [what, within] of Object.entries(says)) {
    expect(found[what], what).toBeGreaterThanOrEqual(FAULT);
    expect(found[what], what).toBeLessThanOrEqual(FAULT + within);
  }
  const known = [...Object.keys(says), ...may];
  expect(Object.keys(found).filter((what) => !known.includes(what))).toEqual([]);
});

describe("what is missing stops nobody", () => {
  const seen = shopPeriods({ periods: 6, seed: 4 });
  test.each(Object.entries(monitors))("%s reads on without labels, health, reference or decisions", (_, monitor) => {
    const context: MonitorContext = { ...shopContext, reference: undefined };
    const bare = seen.map((period): Seen => {
      const { health: _health, value: _value, exposure: _exposure, ...rest } = period;
      const nothing = { ...rest, labels: {}, amounts: {}, said: {}, slices: {}, heads: {}, fellBack: {} };
      return { ...nothing, decisions: 0, acted: 0, took: { counts: {} } };
    });
    const readings = readingsOver(monitor, [...seen, ...bare], { context }).flat();
    expect(readings.every(({ evidence, reach }) => Number.isFinite(evidence) && reach >= 0 && reach <= 1)).toBe(true);
  });
});

describe("what people read", () => {
  test("of fallbacks that did not happen is no share, and of no loss anything below zero", () => {
    const seen = shopPeriods({ periods: 60, seed: 4, change: () => ({ n: 90, silent: 0, fellBack: 0 }) });
    const of = (monitor: unknown) => readingsOver(monitor as AnyMonitor, seen).flat();
    for (const { value, says } of of(fallbackShare)) expect([value, says.includes(" 0% ")]).toEqual([0, true]);
    const losses = [
      ...of(liveQuality),
      ...of(estimatedQuality).filter(({ kind }) => kind === "quality.estimate-failed"),
    ];
    expect(losses.length).toBeGreaterThan(100);
    for (const { expected } of losses) expect(expected?.[0] ?? 0).toBeGreaterThanOrEqual(0);
  });
});

describe("what somebody declared", () => {
  test("a limit in a window of a day is broken by its fourth period", () => {
    const [first] = shopPeriods({ periods: 1, seed: 4 });
    const day = [0, 1, 2, 3].map((p) => ({
      ...first!,
      from: first!.from + p * 21_600_000,
      to: first!.to + p * 21_600_000,
      said: { offer: 30 },
    }));
    const system = { ...shop, limits: { offer: { most: 100, per: "1d" } } };
    const breaches = readingsOver(actionRates as unknown as AnyMonitor, day, {
      context: { ...shopContext, system },
    }).map((of) => of.some(({ kind, isBreach }) => kind === "actions.over-limit" && isBreach === true));
    expect(breaches).toEqual([false, false, false, true]);
  });

  test("a capacity that is a share may be exceeded by a little, and not by much", () => {
    const [first] = shopPeriods({ periods: 1, seed: 4 });
    const policy = { policy: "act-if", threshold: 0.4, capacity: { share: 0.1 } } as const;
    const isBreach = (share: number): boolean => {
      const period = { ...first!, decisions: 10_000, acted: 10_000 * share };
      const context = { ...shopContext, system: { ...shop, policy } };
      const found = readingsOver(actionRates as unknown as AnyMonitor, [period], { context }).flat();
      return found.some((one) => one.kind === "actions.over-capacity" && one.isBreach === true);
    };
    expect([isBreach(0.1), isBreach(0.108), isBreach(0.13)]).toEqual([false, false, true]);
  });

  test("a loss, money and a cost beyond their limits are breaches, an effect that an experiment refuted is one", () => {
    const seen = shopPeriods({ periods: 10, seed: 4 });
    const broken = (
      monitor: unknown,
      settings: Readonly<Record<string, unknown>>,
      context = shopContext,
    ): readonly string[] => [
      ...new Set(
        readingsOver(monitor as AnyMonitor, seen, { context, settings })
          .flat()
          .flatMap(({ kind, isBreach }) => (isBreach === true ? [kind] : [])),
      ),
    ];
    expect(broken(liveQuality, { most: { risk: 0.3 } })).toEqual(["quality.over-limit"]);
    expect(broken(liveQuality, { most: { risk: 0.8 } })).toEqual([]);
    expect(broken(liveValue, { money: { least: 5 } })).toEqual(["value.below-least"]);
    expect(broken(servingHealth, { costPerHour: 1, mostPerThousand: 2 })).toEqual(["cost.over-limit"]);
    expect(broken(servingHealth, { costPerHour: 1, mostPerThousand: 50 })).toEqual([]);
    const effect = { value: 0.5, range: [0.2, 0.8], basis: "assumed" } as const;
    const system = { ...shop, objective: { ...shop.objective, effect } } as typeof shop;
    const context = { ...shopContext, system };
    expect(broken(objectiveDrift, { effect: { value: 0.1, low: 0.05, high: 0.15 } }, context)).toEqual([
      "effect.unlike-assumed",
    ]);
    expect(broken(objectiveDrift, { effect: { value: 0.45, low: 0.3, high: 0.6 } }, context)).toEqual([]);
  });

  test("value below what was promised is said once chance does not explain it", () => {
    const seen = shopPeriods({ periods: 40, seed: 4 });
    const say = (promised: number) =>
      plainIn(readingsOver(liveValue as unknown as AnyMonitor, seen, { settings: { money: { promised } } }));
    expect(say(2)).toHaveProperty("value.below-promise shop");
    expect(say(0.3)).toEqual({});
  });
});
