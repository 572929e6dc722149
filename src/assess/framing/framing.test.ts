import { describe, expect, test } from "vitest";
import { rightOrWrong } from "../../objective/index.ts";
import { pickLabel } from "../../policy/index.ts";
import { silentProgress } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import type { Compute } from "../../store/index.ts";
import { gbdt, multiclass, type SystemDefinition } from "../../system/index.ts";
import type { AddedFraming } from "./added.ts";
import { framingJson } from "./json.ts";
import { type FramingRace, type RacedFraming, raceFramings } from "./race.ts";
import { framingSection } from "./report.ts";
import {
  blindCandidates,
  fairCoin,
  straightLine,
  twoHalves,
  twoHorizons,
  unevenNoise,
  type World,
  wildTail,
} from "./worlds.conformance.ts";

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };

function raceOf(
  { system, make }: World,
  added: Readonly<Record<string, AddedFraming>> = {},
  rows?: number,
): Promise<FramingRace> {
  const deps = { compute, progress: silentProgress, stopwatch: () => performance.now() };
  return raceFramings(system, added, { ...deps, read: async () => make(7, rows) });
}

function named({ framings }: FramingRace, name: string): RacedFraming {
  const found = framings.find((one) => one.name.includes(name));
  if (found === undefined) throw new Error(`no framing ${name} among ${framings.map((one) => one.name).join(", ")}`);
  return found;
}

describe("a race of framings", () => {
  test("is won by the value where buckets are too coarse", async () => {
    const race = await raceOf(straightLine);
    expect(race.choice).toMatchObject({ verdict: "clear", recommended: "a value, as declared" });
    expect((named(race, "buckets").overDeclared as Estimate).high).toBeLessThan(0);
    expect((named(race, "yes or no").perDecision as Estimate).value).toBeLessThan(
      (named(race, "buckets").perDecision as Estimate).value,
    );
  });

  test("is won by buckets where one shift of a value cannot fit all cases", async () => {
    const race = await raceOf(unevenNoise);
    expect((named(race, "buckets").overDeclared as Estimate).low).toBeGreaterThan(0);
    expect(race.choice.recommended).toBe("one of 8 buckets");
  });

  test("is lost by the number behind a yes or no, where its tail says nothing", async () => {
    const race = await raceOf(wildTail);
    expect((named(race, "the value of minutes").overDeclared as Estimate).high).toBeLessThan(0);
    expect(named(race, "buckets of minutes").task).toMatch(/multiclass/);
  });

  test("is won by classes where candidates are scored blindly, and says what each costs", async () => {
    const race = await raceOf(blindCandidates);
    const [classes, candidates] = [named(race, "one class for each item"), named(race, "as declared")];
    expect(race.choice.recommended).toBe(classes.name);
    expect([classes.onNewClass, candidates.onNewClass]).toEqual(["retrain", "served"]);
    expect([classes.costs.predictions, candidates.costs.predictions]).toEqual([1, 5]);
    expect(classes.costs.requestBytes).toBeLessThan(candidates.costs.requestBytes);
    for (const { costs } of race.framings) {
      expect(costs.modelBytes).toBeGreaterThan(0);
      expect(costs.trainSeconds).toBeGreaterThan(0);
    }
  });

  test("ends without a winner where nothing is to be won", async () => {
    const race = await raceOf(fairCoin);
    expect(race.choice.recommended).toBeNull();
    expect(race.choice.simplest).not.toBeNull();
    expect(framingJson(race).sentence).toMatch(/ cannot be told apart: the first is ahead of /);
  });

  test("holds another horizon against the declared one, under the same capacity and prices", async () => {
    const race = await raceOf(twoHorizons);
    const [week, days] = [named(race, "by `week` instead"), named(race, "the value of day")];
    // Both horizons order the loans alike; what a week knows of few failures is told with more error.
    expect((week.overRule as Estimate).low).toBeGreaterThan(0);
    expect((days.overRule as Estimate).low).toBeGreaterThan(0);
    expect((week.overDeclared as Estimate).low).toBeLessThan(0.1);
  });

  test("finds the number behind a label, and a model for each class", async () => {
    const race = await raceOf({ system: twoHalves, make: straightLine.make });
    expect(race.framings.map(({ name }) => name)).toEqual([
      "one of several classes, as declared",
      "the value of y, then its bucket",
      "a yes or no for each class",
    ]);
    for (const { perDecision } of race.framings) expect((perDecision as Estimate).value).toBeGreaterThan(0.9);
    expect(named(race, "a yes or no").costs.predictions).toBe(2);
  });

  test("judges the same decisions for everybody", async () => {
    const race = await raceOf(blindCandidates, {}, 200);
    expect(race.decisions).toBe(200);
    const section = framingSection(race);
    expect(section.lead).toContain("200 unseen decisions");
  });

  test("answers in words where there is too little to learn", async () => {
    const race = await raceOf(fairCoin, {}, 12);
    expect(race.refused).toMatch(/At least/);
    expect(framingSection(race).blocks).toHaveLength(1);
  });
});

describe("a framing that a file adds", () => {
  const labels = { "below 60": 30, "60 or more": 90 };

  test("is priced by the declared objective, through what its labels mean", async () => {
    const race = await raceOf(straightLine, { "two prices": { system: twoHalves, as: labels } });
    const added = named(race, "two prices");
    expect(added.origin).toBe("file");
    // Of y uniform on a length of 60 around an offered middle, a tenth of 15 is lost on average.
    expect((added.perDecision as Estimate).value).toBeLessThan(-1.2);
    expect((added.perDecision as Estimate).value).toBeGreaterThan(-2.2);
  });

  test("orders candidates by its classes, or names the first of its order", async () => {
    const { system } = blindCandidates;
    const asLabels: SystemDefinition = {
      ...system,
      outcomes: {
        item: { ...system.outcomes.taken!, kind: "text", history: { op: "field", kind: "text", name: "item" } },
      },
      objective: { ...system.objective, payoff: rightOrWrong({ right: 1, wrong: 0 }) },
      features: { mood: system.features.mood! },
      rule: { op: "field", kind: "text", name: "item" },
      heads: { item: multiclass({ label: "item", learner: gbdt({ rounds: 10 }) }) },
      weights: {},
      policy: pickLabel({ head: "item" }),
    };
    // Every candidate's own name, and not the chosen one's: it learns nothing, and is priced all the same.
    const race = await raceOf(blindCandidates, { "by name": { system: asLabels, as: "item" } }, 200);
    expect((named(race, "by name").perDecision as Estimate).value).toBeLessThan(0.5);
    await expect(raceOf(blindCandidates, { "by name": { system: asLabels, as: "nothing" } }, 200)).rejects.toThrow(
      /which field names the candidates/,
    );
  });

  test("is refused where nobody says what its labels mean", async () => {
    await expect(raceOf(straightLine, { "two prices": { system: twoHalves } })).rejects.toThrow(
      /"two prices" answers with a label, and the declared system answers with a value: `as` must say the value of each/,
    );
  });
});
