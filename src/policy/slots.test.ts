import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import {
  type Contender,
  epsilon,
  fillSlots,
  orderChances,
  policyInvalid,
  rankBy,
  rankCandidates,
  type SettledRanking,
  softmax,
  thompson,
} from "./index.ts";

const never = (): number => {
  throw new Error("nothing is left to chance here");
};
const order = (arrangement: object, contenders: readonly Contender[], uniform: (position: number) => number = never) =>
  fillSlots({ policy: "rank-by", top: 3, ...arrangement } as SettledRanking, contenders, uniform);
const of = (score: number, source?: string, topic: string | null = null): Contender => ({
  score,
  source,
  alike: [topic],
});
const placesOf = (slots: ReturnType<typeof order>) => slots.map(({ contender, by }) => [contender, by]);

test("without an arrangement the best are shown, as they always were", () => {
  const score = fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.constant(Number.NaN),
    fc.constant(Infinity),
    fc.constant(-Infinity),
  );
  fc.assert(
    fc.property(fc.array(score, { maxLength: 12 }), fc.integer({ min: 0, max: 6 }), (scores, top) => {
      const slots = order(
        { top },
        scores.map((one) => of(one)),
      );
      expect(slots.map(({ contender }) => contender)).toEqual(rankCandidates({ top }, scores));
      expect(slots.every(({ by, propensity }) => by === "score" && propensity === 1)).toBe(true);
    }),
  );
});

describe("mixing", () => {
  const some = [of(9, "a"), of(8, "a"), of(7, "a"), of(3, "b"), of(2, "b"), of(1, "c")];

  test("keeps a position for a source, and gives it to the best where the source has nobody", () => {
    expect(placesOf(order({ mix: [{ source: "b", slots: [2] }] }, some))).toEqual([
      [0, "score"],
      [3, "slot:b"],
      [1, "score"],
    ]);
    expect(placesOf(order({ mix: [{ source: "z", slots: [2] }] }, some))).toEqual([
      [0, "score"],
      [1, "score"],
      [2, "score"],
    ]);
  });

  test("gives a source its least when its turn has come, and no more than its most", () => {
    expect(placesOf(order({ mix: [{ source: "c", least: 1 }] }, some))).toEqual([
      [0, "score"],
      [1, "score"],
      [5, "least:c"],
    ]);
    const both = [
      { source: "b", least: 1 },
      { source: "c", least: 2 },
    ];
    expect(placesOf(order({ mix: both }, some))).toEqual([
      [0, "score"],
      [3, "least:b"],
      [5, "least:c"],
    ]);
    expect(placesOf(order({ mix: [{ source: "a", most: 1 }] }, some))).toEqual([
      [0, "score"],
      [3, "score"],
      [4, "score"],
    ]);
  });

  test("keeps every promise that can be kept together, whatever comes", () => {
    const contender = fc.record({ score: fc.integer({ min: 0, max: 9 }), source: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(fc.array(contender, { maxLength: 15 }), (drawn) => {
        const contenders = drawn.map(({ score, source }) => of(score, source));
        const mix = [
          { source: "a", most: 3 },
          { source: "b", least: 2 },
          { source: "c", least: 1 },
        ];
        const slots = order({ top: 6, mix }, contenders);
        const count = (source: string) => slots.filter((slot) => contenders[slot.contender]?.source === source).length;
        const has = (source: string) => drawn.filter((one) => one.source === source).length;
        expect(count("a")).toBeLessThanOrEqual(3);
        expect(count("b")).toBeGreaterThanOrEqual(Math.min(2, has("b")));
        expect(count("c")).toBeGreaterThanOrEqual(Math.min(1, has("c")));
        expect(slots.length).toBe(Math.min(6, Math.min(3, has("a")) + has("b") + has("c")));
        expect(new Set(slots.map((slot) => slot.contender)).size).toBe(slots.length);
      }),
    );
  });
});

describe("diversity", () => {
  const some = [of(9, "a", "news"), of(8, "a", "news"), of(7, "a", "news"), of(3, "a", "music"), of(1, "a", null)];

  test("shows at most so many with the same value; who has none is like nobody", () => {
    const diversity = [{ by: "topic", most: 1 }];
    expect(placesOf(order({ diversity }, some))).toEqual([
      [0, "score"],
      [3, "score"],
      [4, "score"],
    ]);
    expect(order({ diversity, top: 5 }, some)).toHaveLength(3);
  });

  test("takes a penalty off for each that is alike above, and says where that moved somebody", () => {
    expect(placesOf(order({ diversity: [{ by: "topic", penalty: 3 }] }, some))).toEqual([
      [0, "score"],
      [1, "score"],
      [3, "diversity"],
    ]);
    expect(placesOf(order({ diversity: [{ by: "topic", penalty: 0 }] }, some)).map(([i]) => i)).toEqual([0, 1, 2]);
  });
});

const N = 10_000;

describe.each([
  ["epsilon", epsilon(0.3)],
  ["softmax", softmax({ temperature: 1 })],
] as const)("exploring by %s", (_, explore) => {
  const some = [of(2), of(1.5), of(1), of(0.5), of(Number.NaN)];
  const make = (i: number) => order({ explore }, some, rng({ seed: 0, unit: `dec_${i}`, purpose: "policy" }).at);
  const made = Array.from({ length: N }, (_, i) => make(i));

  test("shows each order as often as the product of its propensities says", () => {
    const seen = new Map<string, { count: number; propensity: number }>();
    for (const slots of made) {
      const key = slots.map(({ contender }) => contender).join();
      const propensity = slots.reduce((product, slot) => product * slot.propensity, 1);
      const before = seen.get(key);
      expect(before?.propensity ?? propensity).toBeCloseTo(propensity, 12);
      seen.set(key, { count: (before?.count ?? 0) + 1, propensity });
    }
    expect(seen.size).toBe(24);
    // Every order of three of four was drawn, so that their propensities sum to 1.
    expect([...seen.values()].reduce((sum, one) => sum + one.propensity, 0)).toBeCloseTo(1, 9);
    // Four standard errors of each share: of 24, one test in 700 would exceed one of them by chance.
    for (const { count, propensity } of seen.values())
      expect(Math.abs(count / N - propensity)).toBeLessThan(4 * Math.sqrt((propensity * (1 - propensity)) / N));
  });

  test("is the same for the same decision, and never shows what has no score", () => {
    expect(make(7)).toEqual(made[7]);
    expect(made.flat().some(({ contender }) => contender === 4)).toBe(false);
  });

  test("stays within what is reserved and allowed", () => {
    const sourced = [of(2, "a"), of(1.5, "b"), of(1, "a"), of(0.5, "b")];
    const mix = [
      { source: "b", slots: [1] },
      { source: "a", most: 1 },
    ];
    for (let i = 0; i < 200; i++) {
      const slots = order({ explore, mix }, sourced, rng({ seed: 0, unit: i, purpose: "policy" }).at);
      expect(sourced[slots[0]!.contender]?.source).toBe("b");
      expect(slots.filter(({ contender }) => sourced[contender]?.source === "a")).toHaveLength(1);
    }
  });
});

const plain = { list: "request", top: 3 };
test.each([
  ["a stage without heads", { ...plain, stages: [{ heads: [], keep: 3 }] }],
  ["a stage that keeps nobody", { ...plain, stages: [{ heads: ["a"], keep: 0 }] }],
  ["diversity by nothing", { ...plain, diversity: [{ most: 1 }] }],
  ["diversity of two kinds", { ...plain, diversity: [{ by: "topic", most: 1, penalty: 1 }] }],
  ["a penalty below 0", { ...plain, diversity: [{ by: "topic", penalty: -1 }] }],
  ["a position below the top", { ...plain, mix: [{ source: "a", slots: [4] }] }],
  ["a source that is not declared", { ...plain, sources: { b: {} }, mix: [{ source: "a", slots: [1] }] }],
  ["a source with a word for a time", { ...plain, sources: { b: { timeout: "soon" } } }],
  ["a source that is half off", { ...plain, sources: { b: { off: "yes" } } }],
  ["Thompson sampling, which has no posterior of a candidate", { ...plain, explore: thompson({ scale: 1 }) }],
  ["a word that it does not know", { ...plain, shuffle: true }],
])("a ranking with %s is refused", (_, policy) => {
  expect(() => rankBy(policy as never)).toThrow(expect.objectContaining({ code: policyInvalid.code }));
});

describe("the chances of an order", () => {
  const some = [of(3, "a", "x"), of(2.5, "b", "x"), of(2, "a", "y"), of(1, "b", "z"), of(Number.NaN, "a", "x")];
  const arrangements: readonly object[] = [
    {},
    { explore: epsilon(0.4) },
    { explore: softmax({ temperature: 0.7 }) },
    { explore: epsilon(0.4), diversity: [{ by: "topic", most: 1 }] },
    {
      explore: softmax({ temperature: 1 }),
      mix: [{ source: "b", slots: [1] }],
      diversity: [{ by: "topic", penalty: 1 }],
    },
  ];

  test.each(arrangements)("under %j are those by which it was drawn", (arrangement) => {
    const settled = { policy: "rank-by", top: 3, ...arrangement } as SettledRanking;
    const draws = rng({ seed: 9, purpose: "slots.chances" });
    for (let i = 0; i < 50; i++) {
      const slots = fillSlots(settled, some, () => draws.uniform());
      const chances = orderChances(
        settled,
        some,
        slots.map(({ contender }) => contender),
      );
      expect(chances).toEqual(slots.map(({ propensity }) => propensity));
    }
  });

  test("are 0 from the first that could not stand there", () => {
    const settled = { policy: "rank-by", top: 2, explore: epsilon(0.4) } as SettledRanking;
    expect(orderChances(settled, some, [4, 0])).toEqual([0, 0]);
    expect(orderChances(settled, some, [0, 0])).toEqual([expect.closeTo(0.7, 12), 0]);
    expect(orderChances(settled, some, [0, 1, 2])[2]).toBe(0);
  });

  test("of every order add up to 1", () => {
    const settled = { policy: "rank-by", top: 2, explore: softmax({ temperature: 1 }) } as SettledRanking;
    const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b !== a).map((b) => [a, b]));
    const sum = pairs.reduce((total, pair) => {
      const [first = 0, second = 0] = orderChances(settled, some, pair);
      return total + first * second;
    }, 0);
    expect(sum).toBeCloseTo(1, 12);
  });
});
