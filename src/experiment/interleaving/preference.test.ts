import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { preferenceOf, type TeamCredit } from "./preference.ts";
import { teamDraft } from "./team-draft.ts";

const ITEMS = 8;
const worth = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.05];
/** The better ranker has the items in the order of their worth; the other has swapped the best with the fourth. */
const better = [0, 1, 2, 3, 4, 5, 6, 7];
const other = [3, 1, 2, 0, 4, 5, 6, 7];
const looksAt = (position: number): number => 1 / (position + 1);

/** Clicks of so many people, who see three lists each and click what they look at and like. */
function world(run: number, treatment: readonly number[], likes: (item: number) => number): readonly TeamCredit[] {
  return Array.from({ length: 150 }, (_, unit) => {
    const random = rng({ seed: 3, unit: `${run}/${unit}`, purpose: "interleaving" });
    const credit = { control: 0, treatment: 0 };
    const taste = 0.5 + random.uniform();
    for (let list = 0; list < 3; list++) {
      const slots = teamDraft({ control: other, treatment, length: ITEMS }, () => random.uniform());
      slots.forEach(({ item, team }, position) => {
        if (random.uniform() < looksAt(position) * Math.min(1, likes(item) * taste)) credit[team]++;
      });
    }
    return credit;
  });
}

function shareBeyondZero(runs: number, of: (run: number) => readonly TeamCredit[]): number {
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const { margin } = preferenceOf(of(run));
    if (!isInsufficient(margin) && margin.pValue < 0.05) found++;
  }
  return found / runs;
}

describe("a preference", () => {
  test("is found for neither of two different orders when people click what they look at, whatever it is", () => {
    const runs = 200;
    const found = shareBeyondZero(runs, (run) => world(run, better, () => 0.3));
    // The nominal 5 %, within four standard errors of its binomial.
    expect(Math.abs(found - 0.05)).toBeLessThanOrEqual(4 * Math.sqrt((0.05 * 0.95) / runs));
  });

  test("is found for the better order", () => {
    expect(shareBeyondZero(60, (run) => world(run, better, (item) => worth[item] as number))).toBeGreaterThan(0.9);
    const { margin, share, units } = preferenceOf(world(0, better, (item) => worth[item] as number));
    expect(margin).toMatchObject({ value: expect.any(Number) });
    expect(isInsufficient(share) ? 0 : share.value).toBeGreaterThan(0.5);
    expect(units.treatment).toBeGreaterThan(units.control);
  });

  test("says what is missing", () => {
    expect(preferenceOf([])).toMatchObject({
      margin: { reason: "too-few-rows" },
      share: { reason: "no-credit" },
      units: { treatment: 0, control: 0, ties: 0 },
    });
    expect(
      preferenceOf([
        { control: 0, treatment: 0 },
        { control: 0, treatment: 0 },
      ]).share,
    ).toMatchObject({ reason: "no-credit" });
  });
});
