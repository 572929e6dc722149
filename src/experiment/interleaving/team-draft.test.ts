import { describe, expect, test } from "vitest";
import { type DraftedSlot, teamDraft } from "./team-draft.ts";

const control = [0, 1, 2, 3, 4, 5];
const treatment = [5, 3, 1, 0, 2, 4];

/** Every draft that the lots can lead to, with its chance: all texts of heads and tails, each as likely. */
function everyDraft(length: number, orders = { control, treatment }): readonly (readonly DraftedSlot[])[] {
  return Array.from({ length: 2 ** length }, (_, lots) =>
    teamDraft({ ...orders, length }, (lot) => ((lots >> lot) & 1) / 2),
  );
}

describe("a team draft", () => {
  test("shows the best of either order that is left, each candidate once", () => {
    const slots = teamDraft({ control, treatment, length: 4 }, () => 0);
    // Lots of 0 give the treatment the first pick of every round.
    expect(slots.map(({ item, team }) => [item, team])).toEqual([
      [5, "treatment"],
      [0, "control"],
      [3, "treatment"],
      [1, "control"],
    ]);
  });

  test("gives each order every position half of the time, whatever the orders are: whoever clicks at random favours neither", () => {
    for (const length of [1, 2, 3, 5, 6]) {
      const drafts = everyDraft(length);
      for (let position = 0; position < length; position++) {
        const mine = drafts.filter((slots) => slots[position]?.team === "treatment").length;
        expect(mine / drafts.length).toBe(0.5);
      }
    }
  });

  test("credits neither of two equal orders more, whatever is clicked", () => {
    const clicks = [0, 2];
    const drafts = everyDraft(6, { control, treatment: control });
    const credit = drafts.flat().reduce((sum, { item, team }) => {
      const worth = clicks.includes(item) ? 1 : 0;
      return sum + (team === "treatment" ? worth : -worth);
    }, 0);
    expect(credit).toBe(0);
  });

  test("credits the order that shows sooner what is wanted", () => {
    // Only 5 is wanted: the treatment's first, the control's last. People look at three positions.
    const drafts = everyDraft(3);
    const credit = drafts
      .flat()
      .reduce((sum, { item, team }) => sum + (item === 5 ? (team === "treatment" ? 1 : -1) : 0), 0);
    expect(credit).toBeGreaterThan(0);
  });

  test("knows the chance of every position: the orders' chances add up to 1, and weighted by them every list counts as one", () => {
    const seen = new Map<string, { times: number; chance: number }>();
    const drafts = everyDraft(6);
    for (const slots of drafts) {
      const chance = slots.reduce((product, { propensity }) => product * propensity, 1);
      const key = slots.map(({ item }) => item).join();
      const found = seen.get(key) ?? { times: 0, chance };
      seen.set(key, { times: found.times + 1, chance });
    }
    // Where both would pick the same, who is credited is left to a lot that nobody sees: lists, not drafts, are counted.
    for (const { times, chance } of seen.values()) expect(times / drafts.length).toBeCloseTo(chance, 12);
    expect([...seen.values()].reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  test("ends with the candidates, and goes on with one order where the other has no more", () => {
    expect(teamDraft({ control: [], treatment: [], length: 3 }, () => 0)).toEqual([]);
    const slots = teamDraft({ control: [0], treatment: [0, 1, 2], length: 9 }, () => 0.9);
    expect(slots.map(({ item }) => item)).toEqual([0, 1, 2]);
  });
});
