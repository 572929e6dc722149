import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { PricedDecision } from "../designs/priced-decisions.ts";
import { ownHoldbacks } from "./own-holdback.ts";

const random = rng({ seed: 3, purpose: "own holdback" });

interface Period {
  readonly release: string;
  readonly lift: number;
  readonly from: number;
  readonly experiment?: string;
}

/** Entities with two decisions each; one in five is held back. Served ones bring so much more. */
function served({ release, lift, from, experiment }: Period): readonly PricedDecision[] {
  return Array.from({ length: 2_000 }, (_, i): readonly PricedDecision[] => {
    const held = i % 5 === 0;
    return [0, 1].map((k): PricedDecision => {
      const body = {
        release,
        purpose: held ? "holdback" : "champion",
        ...(experiment === undefined ? {} : { experiment }),
      };
      const decision = { id: `${release}${i}${k}`, at: from + i, subject: `u${i}`, body } as unknown as DecisionRecord;
      return { decision, money: random.normal() + (held ? 0 : lift) };
    });
  }).flat();
}

test("a system's own holdback tells what each release brings over nothing, and when", () => {
  const priced = [
    ...served({ release: "a", lift: 0.5, from: 0 }),
    ...served({ release: "b", lift: 0.9, from: 10_000 }),
    ...served({ release: "c", lift: 9, from: 20_000, experiment: "an experiment" }),
  ];
  const found = ownHoldbacks({ system: "shop", currency: "USD", priced });
  expect(found.map(({ releases, from, until, units }) => [releases.treatment, from, until, units])).toEqual([
    ["a", 0, 2_000, 2_000],
    ["b", 10_000, 12_000, 2_000],
  ]);
  for (const [i, lift] of [0.5, 0.9].entries()) {
    const { value, standardError } = found[i]!.online.moneyPerDecision!;
    // 800 decisions held back, 3,200 served, each of variance 1: √(1 / 800 + 1 / 3,200).
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 800 + 1 / 3_200), 2);
    expect(Math.abs(value - lift)).toBeLessThan(4 * standardError);
  }
});

test("few entities say nothing", () => {
  expect(
    ownHoldbacks({ system: "shop", currency: "USD", priced: served({ release: "a", lift: 1, from: 0 }).slice(0, 200) }),
  ).toEqual([]);
});
