import { readFileSync } from "node:fs";
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

/** How often each case was noticed in the months of the ward, by the table that is printed, 0 to 1. */
function printedRates(): ReadonlyMap<string, number> {
  const table = readFileSync(new URL("../../bench/tables/truth-watching.md", import.meta.url), "utf8");
  const [ours = ""] = table.split("## Ours")[1]?.split("\n## ") ?? [];
  const [head = [], , ...rows] = ours
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const column = head.indexOf("ward by the day");
  const rates = rows.flatMap((row): readonly (readonly [string, number])[] => {
    const share = /^(\d+) %/.exec(row[column] ?? "")?.[1];
    return share === undefined ? [] : [[row[1]?.split(":")[0] ?? "", Number(share) / 100]];
  });
  return new Map(rates);
}

/** Months of the table; a share of 100 % may be one month short of it. */
const MONTHS = 200;
const rates = printedRates();
/** What is noticed in nine months of ten. */
const sure = cases.filter(({ name }) => (rates.get(name) ?? 0) >= 0.9).map(({ name }) => name);

/** The fewest misses that more of these come less often than once in a hundred months, each with its own share. */
function mostMisses(): number {
  let chances = [1];
  for (const name of sure) {
    const miss = Math.max(1 - (rates.get(name) ?? 0), 1 / MONTHS);
    chances = [...chances, 0].map((chance, i) => chance * (1 - miss) + (chances[i - 1] ?? 0) * miss);
  }
  const more = (count: number): number => chances.slice(count + 1).reduce((sum, chance) => sum + chance, 0);
  return chances.findIndex((_, count) => more(count) < 0.01);
}

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

  test("notices what nine months of ten notice, but for as many at once as chance may spare", () => {
    // Of less it is the table that was not read.
    expect(sure.length).toBeGreaterThan(cases.length / 2);
    const missed = sure.filter((name) => found.get(name)?.noticed !== true);
    expect(missed.length, `not noticed: ${missed.join(", ")}`).toBeLessThanOrEqual(mostMisses());
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
