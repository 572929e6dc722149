import { beforeAll, describe, expect, test } from "vitest";
import { cases } from "../../bench/watch/truth/cases.ts";
import { countQuiet, type Month, openMonth, type Quiet, watchQuiet } from "../../bench/watch/truth/month.ts";
import { countSpoilt, type Found, spoil, watchSpoilt } from "../../bench/watch/truth/spoil.ts";
import { DAY, openWorld } from "../../bench/watch/truth/worlds.ts";

/** What no month is spared to notice: all of it is hit at once, and it shows without outcomes. */
const PLAIN: readonly string[] = [
  ...["fieldMissing", "fieldRenamed", "fieldRetyped", "categoryRecoded", "unitChanged", "inputStuck"],
  ...["trafficStopped", "questionsRepeated", "modelGone", "modelConstant"],
];

let [month, quiet]: [Month?, Quiet?] = [];
const found = new Map<string, Found>();
beforeAll(() => {
  month = openMonth(openWorld("ward"), 1);
  quiet = watchQuiet(month, { periodMs: DAY, seen: countQuiet(month, DAY) });
  for (const one of cases) {
    const spoilt = spoil(one, month);
    const seen = typeof spoilt === "string" ? [] : countSpoilt(spoilt, month, DAY);
    found.set(one.name, watchSpoilt(one, spoilt, { month, quiet, seen }));
  }
});

describe("a month of a simulated ward, watched by the day", () => {
  test.each(PLAIN)("%s is noticed and called by its name", (name) => {
    expect(found.get(name)).toMatchObject({ noticed: true, named: true, unfit: null });
  });

  test.each(cases.map(({ name }) => name))("%s is injected and judged, or says why it cannot be", (name) => {
    const { unfit, noticed, named, afterMs } = found.get(name)!;
    if (unfit !== null) return expect(unfit).toMatch(/^\S.*[^.]$/);
    expect(afterMs === null).toBe(!noticed);
    expect(named && !noticed).toBe(false);
  });

  // One a quarter is a third of one a month: three and more come in 4 months of 1,000.
  test("gives hardly an alarm while nothing is wrong", () => {
    expect(quiet!.alarms.length).toBeLessThanOrEqual(2);
  });

  test.each(["holiday peak", "traffic doubles", "other hours"])("takes no harm from: %s", (name) => {
    expect(found.get(name)!.wrong).toBeLessThanOrEqual(2);
  });
});
