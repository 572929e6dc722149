import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { offPolicy, type PolicyLog } from "../../src/evaluate/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { clusteredProportion } from "../../src/stats/index.ts";

/** Saito, Aihara, Matsutani, Narita. Open Bandit Dataset and Pipeline. arXiv 2008.07146; the small version, campaign by campaign. */
const folder = new URL("../../../shared/data/open_bandit/", import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn("Skipped: the Open Bandit data are not in ../shared/data/open_bandit.");

interface Impression {
  readonly at: number;
  readonly item: number;
  readonly position: number;
  readonly click: number;
  readonly propensity: number;
}

const read = (policy: "random" | "bts", campaign: "men" | "women"): readonly Impression[] => {
  const text = gunzipSync(readFileSync(new URL(`${policy}/${campaign}/${campaign}.csv.gz`, folder))).toString();
  const lines = text.trimEnd().split("\n").slice(1);
  return lines.map((line) => {
    const [, at = "", item, position, click, propensity] = line.split(",", 6);
    const time = Date.parse(at.replace(" ", "T").replace(/(\.\d{3})\d*/, "$1"));
    return {
      at: time,
      item: Number(item),
      position: Number(position),
      click: Number(click),
      propensity: Number(propensity),
    };
  });
};

const ITEMS = { men: 34, women: 46 } as const;

/** What the other policy would have made of a log: of each impression, how likely it would have been. */
function logOf(impressions: readonly Impression[], chance: (of: Impression) => number): PolicyLog {
  const column = (of: (one: Impression) => number): Float64Array => Float64Array.from(impressions, of);
  return {
    reward: column(({ click }) => click),
    propensity: column(({ propensity }) => propensity),
    target: column(chance),
  };
}

/**
 * How likely Thompson sampling was to show an item at a position: the share of that day's impressions there. It looks at
 * nothing but the item and the position, and learns over the week. (Its own logged chances would not do: an item is seen
 * where its chance was high.)
 */
function chancesOf(bts: readonly Impression[]): (of: Impression) => number {
  const counts = new Map<string, number>();
  const places = ({ item, position, at }: Impression): readonly [one: string, all: string] => {
    const place = `${Math.floor(at / 86_400_000)}/${position}`;
    return [`${place}/${item}`, place];
  };
  for (const one of bts) for (const key of places(one)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (of) => {
    const [one, all] = places(of).map((key) => counts.get(key) ?? 0);
    return all === undefined || all === 0 ? 0 : one! / all;
  };
}

function ownRate(impressions: readonly Impression[]) {
  const sums = Float64Array.from(impressions, ({ click }) => click);
  const rate = clusteredProportion({ sums, sizes: new Float64Array(sums.length).fill(1) });
  if (isInsufficient(rate)) throw new Error(rate.reason);
  return rate;
}

function valueBy(log: PolicyLog, name: string) {
  return offPolicy(log, { range: { low: 0, high: 1 } }).estimates.find(({ estimator }) => estimator === name)!.value;
}

describe.skipIf(!isThere)("Open Bandit data: the value of each policy from the other's log", () => {
  const half = ({ low, high }: { low: number; high: number }): number => (high - low) / 2;

  // Of obp 0.4.1 on this log: `InverseProbabilityWeighting` and `SelfNormalizedInverseProbabilityWeighting`.
  test.each([
    ["ips", 0.003008626327256482],
    ["snips", 0.0031894231622774027],
  ])("%s: uniform from Thompson sampling agrees with its own mean, and with obp", (name, obp) => {
    const found = valueBy(
      logOf(read("bts", "men"), () => 1 / ITEMS.men),
      name,
    );
    if (isInsufficient(found)) throw new Error(found.reason);
    expect(found.value).toBeCloseTo(obp, 12);
    const own = ownRate(read("random", "men"));
    expect(Math.abs(found.value - own.value)).toBeLessThan(Math.hypot(half(found), half(own)));
  });

  test.each(["men", "women"] as const)("Thompson sampling from uniform agrees with its own mean: %s", (campaign) => {
    const bts = read("bts", campaign);
    const found = valueBy(logOf(read("random", campaign), chancesOf(bts)), "snips");
    if (isInsufficient(found)) throw new Error(found.reason);
    const own = ownRate(bts);
    expect(Math.abs(found.value - own.value)).toBeLessThan(Math.hypot(half(found), half(own)));
  });

  test("one impression with a chance of one in a million speaks for all others: refused, but for what is certain", () => {
    const log = logOf(read("bts", "women"), () => 1 / ITEMS.women);
    const { estimates, overlap, guaranteed, caps } = offPolicy(log, { range: { low: 0, high: 1 } });
    expect(overlap.largestShare).toBeGreaterThan(0.6);
    for (const { value } of estimates) expect(value).toMatchObject({ kind: "insufficient" });
    const own = ownRate(read("random", "women"));
    for (const bounds of [guaranteed, caps.find(({ cap }) => cap === 10)!.honest]) {
      if (isInsufficient(bounds)) throw new Error(bounds.reason);
      expect(bounds.low).toBeLessThan(own.value);
      expect(bounds.high).toBeGreaterThan(own.value);
    }
  });
});
