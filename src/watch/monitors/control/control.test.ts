import { describe, expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import type { Alarm } from "../alarm.ts";
import type { Reading } from "../monitor.ts";
import { type Control, controlStep, noControl } from "./control.ts";
import { waited } from "./detector.ts";
import { type Named, weightsOf } from "./weights.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function reading(name: string, evidence: number, of: Partial<Reading> = {}): Named {
  const about = { part: "field", name } as const;
  return {
    monitor: "m",
    reading: { kind: "k", about, evidence, value: 0, expected: null, unit: "", reach: 0.1, says: "", ...of },
  };
}

/** One hour after another. */
function run(periods: number, at: (p: number) => readonly Named[], quietMs = 90 * DAY): readonly Alarm[] {
  let control: Control = noControl;
  return Array.from({ length: periods }, (_, p) => {
    const period = { system: "s", from: p * HOUR, to: (p + 1) * HOUR, quietMs };
    const stepped = controlStep(control, period, at(p));
    // What is kept survives being written down.
    control = JSON.parse(JSON.stringify(stepped.control)) as Control;
    return stepped.alarms;
  }).flat();
}

describe("false alarms", () => {
  test("come no sooner than was asked for on average, however many parts are watched together", () => {
    // e-values that promise exactly as much as is allowed: exp(σZ − σ²/2), the same for all parts of a period, in ten sizes.
    const quiet = 40;
    const waits = Array.from({ length: 200 }, (_, seed) => {
      const random = rng({ seed, purpose: "null" });
      let control: Control = noControl;
      for (let p = 0; p < 1_000; p++) {
        const z = random.normal();
        const named = Array.from({ length: 10 }, (_, i) =>
          reading(`f${i}`, 0.2 * (i + 1) * z - (0.2 * (i + 1)) ** 2 / 2),
        );
        const period = { system: "s", from: p * HOUR, to: (p + 1) * HOUR, quietMs: quiet * HOUR };
        const stepped = controlStep(control, period, named);
        if (stepped.alarms.length > 0) return p + 1;
        control = stepped.control;
      }
      return 1_000;
    });
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    const sd = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (waits.length - 1));
    expect(mean + (3 * sd) / Math.sqrt(waits.length)).toBeGreaterThan(quiet);
  });

  test("do not come from e-values that are 1, nor from those that are no number", () => {
    expect(run(4_000, () => [reading("a", 0), reading("b", Number.NaN)])).toHaveLength(0);
  });
});

describe("what an alarm says", () => {
  const told = (of: Partial<Reading>): string | undefined =>
    run(12 * 24, () => [reading("a", 0, { bets: [0.1], says: "29% is new", expected: [0, 30], ...of })])[0]?.says;

  test("is for how long, where no period by itself was unusual", () => {
    expect(told({ value: 29 })).toMatch(/^29% is new; no more than that, but for \d+ d( \d+ h)? now$/);
    expect(told({ value: 31 })).toBe("29% is new");
  });
});

describe("a change", () => {
  test("is one alarm for as long as it lasts, and says when it began", () => {
    const alarms = run(100, (p) => [reading("a", p < 30 ? -0.3 : 3), reading("b", -0.3)]);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ system: "s", monitor: "m", kind: "k", about: { name: "a" }, since: 30 * HOUR });
    expect(alarms[0]!.at).toBeLessThan(40 * HOUR);
    expect(alarms[0]!.strength).toBeGreaterThanOrEqual(1);
    expect(alarms[0]).not.toHaveProperty("evidence");
  });

  test("that is overwhelming is an alarm at once", () => {
    expect(run(21, (p) => [reading("a", p < 20 ? -0.3 : 40)])).toMatchObject([{ at: 21 * HOUR }]);
  });

  test("that shows once a day is found between quiet hours", () => {
    const hours = (p: number): readonly Named[] => [
      reading("a", -0.3),
      ...(p % 24 === 23 ? [reading("a", p > 240 ? 4 : -0.3, { over: "day" })] : []),
    ];
    const [alarm] = run(24 * 20, hours);
    expect(alarm!.at).toBeLessThanOrEqual(24 * 16 * HOUR);
    expect(alarm!.since).toBe(240 * HOUR);
  });

  test("that comes again after a day without is an alarm again", () => {
    const alarms = run(120, (p) => [reading("a", (p > 20 && p < 30) || (p > 80 && p < 90) ? 5 : -0.3)]);
    expect(alarms).toHaveLength(2);
  });
});

describe("a bet that goes on from period to period", () => {
  const hours = (of: (p: number) => readonly number[]): readonly Alarm[] =>
    run(120, (p) => [reading("a", -0.3, { bets: of(p) })]);

  test("brings an alarm that the evidence of single periods does not, and says since when", () => {
    const [alarm] = hours((p) => [-1, p < 30 ? -1 : 1.5]);
    expect(alarm).toMatchObject({ since: 30 * HOUR });
    expect(alarm!.at).toBeLessThan(50 * HOUR);
    expect(alarm).not.toHaveProperty("bets");
    expect(hours(() => [-1, -1])).toHaveLength(0);
  });

  test("is followed by itself: what one gains another does not lose", () => {
    const both = hours((p) => (p < 30 ? [-1, -1] : [1.5, -20]));
    expect(both[0]!.at).toBe(hours((p) => (p < 30 ? [-1, -1] : [1.5, -1]))[0]!.at);
  });

  test("keeps an alarm alive while it gains much", () => {
    expect(hours((p) => [p < 30 ? -1 : 2])).toHaveLength(1);
    expect(hours((p) => [p < 30 || (p > 50 && p < 90) ? -1 : 2])).toHaveLength(2);
  });

  test("that is lost in being written down, or comes later, does no harm", () => {
    expect(hours((p) => (p < 30 ? [] : [p < 60 ? Number.NaN : -1]))).toHaveLength(0);
  });
});

test("a declared limit that is broken is an alarm without statistics, once", () => {
  const alarms = run(30, (p) => [reading("a", 0, p < 10 ? {} : { isBreach: true })]);
  expect(alarms).toMatchObject([{ at: 11 * HOUR, since: 10 * HOUR, isBreach: true, strength: 1 }]);
});

test("all weights of a period are one at most, and what reaches further weighs more", () => {
  const named = [
    reading("a", 0, { reach: 0.6 }),
    reading("b", 0, { reach: 0.2 }),
    reading("c", 0, { reach: Number.NaN }),
  ];
  const days = named.map((one) => ({ ...one, reading: { ...one.reading, over: "day" as const } }));
  const weights = weightsOf([...named, ...days], { from: 0, to: HOUR });
  expect(weights.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
  expect(weights[0]).toBeGreaterThan(weights[1]!);
  expect(weights[2]).toBeGreaterThan(0);
});

test("periods that are days have the whole attention, and a monitor that reads four things has that of two that read one", () => {
  const four = ["a", "b", "c", "d"].map((name) => reading(name, 0));
  const others = ["n", "o"].map((monitor) => ({ ...reading("a", 0), monitor }));
  const weights = weightsOf([...four, ...others], { from: 0, to: DAY });
  expect(weights).toEqual([0.125, 0.125, 0.125, 0.125, 0.25, 0.25]);
  const days = others.map((one) => ({ ...one, reading: { ...one.reading, over: "day" as const } }));
  expect(weightsOf([...four, ...days], { from: 0, to: DAY })).toEqual(weights);
});

test("what is wrong of days is over after days without it: three better days in between are no second alarm", () => {
  const daily = (p: number): readonly Named[] =>
    (p + 1) % 24 === 0 ? [reading("f", Math.floor(p / 24) % 4 === 3 ? 30 : -0.5, { over: "day" })] : [];
  expect(run(24 * 40, daily)).toHaveLength(1);
  const once = (p: number): readonly Named[] =>
    (p + 1) % 24 === 0 ? [reading("f", [3, 12].includes(Math.floor(p / 24)) ? 30 : -0.5, { over: "day" })] : [];
  expect(run(24 * 40, once)).toHaveLength(2);
});

describe("a clock that was ahead and is set back", () => {
  /** Hours from a moment on, after what came a year ahead of it. */
  function setBack(ahead: readonly number[], after: readonly number[]): readonly Alarm[] {
    const start = 1_000 * DAY;
    let control: Control = noControl;
    const take = (from: number, evidence: number): readonly Alarm[] => {
      const period = { system: "s", from, to: from + HOUR, quietMs: 90 * DAY };
      const stepped = controlStep(control, period, [reading("a", evidence)]);
      control = JSON.parse(JSON.stringify(stepped.control)) as Control;
      return stepped.alarms;
    };
    for (const [p, evidence] of ahead.entries()) take(start + 365 * DAY + p * HOUR, evidence);
    return after.flatMap((evidence, p) => take(start + p * HOUR, evidence));
  }
  const hours = (n: number, evidence: number): readonly number[] => Array.from({ length: n }, () => evidence);

  test("what is in alarm is over after its own while, and a new fault is told", () => {
    expect(setBack([40], [...hours(48, -0.3), 40])).toHaveLength(1);
    expect(setBack([40], [...hours(12, -0.3), 40])).toHaveLength(0);
  });

  test("what was quiet gathers evidence as before, and none of the time is staked twice", () => {
    const [alarm] = setBack(hours(240, -0.3), [...hours(30, -0.3), ...hours(20, 3)]);
    expect(alarm).toMatchObject({ since: 1_000 * DAY + 30 * HOUR });
    // e-values of 1: as much has gathered as hours were read, less the first of the set back clock.
    const run = (ahead: number): number => {
      let control: Control = noControl;
      for (let p = 0; p < 100; p++) {
        const from = 1_000 * DAY + p * HOUR + (p < 50 ? ahead : 0);
        control = controlStep(control, { system: "s", from, to: from + HOUR, quietMs: 1e6 * DAY }, [
          reading("a", 0),
        ]).control;
      }
      return Object.values(control).reduce((sum, { detectors }) => sum + waited(detectors.period!), 0);
    };
    expect(run(365 * DAY) / run(0)).toBeCloseTo(0.99, 6);
  });
});
