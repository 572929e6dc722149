import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { noStretches, type Stretches } from "../monitors/baseline/lasting.ts";
import { hearPromised, type Promised, promisedBy } from "./promised-effect.ts";
import { drawScored, labelSeen, sigmoid } from "./scored.conformance.ts";
import { noUsualEffect } from "./usual-effect.ts";

const PROMISED: Promised = { below: -0.2, above: 0.2 };

/** Days of a head of a wide range of scores, where `added` is what log-odds are off by. */
function daysOf({ added, perDay, days, seed }: Record<"added" | "perDay" | "days" | "seed", number>): {
  readonly e: readonly number[];
  readonly ln: number;
} {
  const random = rng({ seed, purpose: "promised" });
  let stretches: Stretches = noStretches;
  const e: number[] = [];
  let ln = 0;
  for (let day = 0; day < days; day++) {
    let [score, information] = [0, 0];
    for (let i = 0; i < perDay; i++) {
      const x = random.normal() - 1.6;
      const p = sigmoid(x);
      score += Number(random.uniform() < sigmoid(x + added)) - p;
      information += p * (1 - p);
    }
    const heard = hearPromised(stretches, { score, information }, { promised: PROMISED, usual: noUsualEffect });
    stretches = heard.stretches;
    e.push(...heard.bets.map((bet) => Math.exp(bet)));
    ln = Math.max(ln, stretches.up?.ln ?? 0, stretches.down?.ln ?? 0);
  }
  return { e, ln };
}

test.each([
  [0, 25],
  [0.2, 25],
  [-0.2, 25],
  [0.2, 5],
  [0.2, 700],
])("labels %d off, no further than promised, bring nothing on average: %d a day", (added, perDay) => {
  const worlds = Array.from({ length: perDay > 100 ? 20 : 150 }, (_, seed) =>
    daysOf({ added, perDay, days: 60, seed }),
  );
  const means = worlds.map(({ e }) => e.reduce((sum, one) => sum + one, 0) / e.length);
  const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
  const sd = Math.sqrt(means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (means.length - 1));
  expect(mean).toBeLessThan(1 + (4 * sd) / Math.sqrt(means.length));
});

test("twice as many as foreseen, 25 a day, are told within weeks from the first day on, as are 700 on few days", () => {
  for (const [perDay, days] of [
    [25, 28],
    [700, 4],
  ] as const)
    for (let seed = 0; seed < 10; seed++) {
      const { ln } = daysOf({ added: 0.95, perDay, days, seed });
      expect(ln).toBeGreaterThan(9);
    }
});

test("what training promises has room for what it does not know", () => {
  const scored = (n: number) => labelSeen(drawScored({ centre: -1.5, truth: sigmoid, head: sigmoid }, n, 3));
  const [few, many] = [promisedBy(scored(100)), promisedBy(scored(20_000))];
  expect(few!.above - few!.below).toBeGreaterThan(many!.above - many!.below);
  expect(many!.above).toBeGreaterThan(0.05 / 0.5);
  expect(many!.above).toBeLessThan(0.35);
  expect(promisedBy(undefined)).toBeUndefined();
});
