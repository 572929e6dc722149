import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Facts, type Story, storyOf } from "../index.ts";
import { type Changed, type Desk, openDesk } from "../objectives/desk.conformance.ts";
import { champion, stocked } from "../shop.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

/** The next day, the file is like this, and a command sees it. */
async function declare(changed: Changed = {}): Promise<void> {
  desk.clock.advance(86_400_000);
  await desk.registry.declareObjective(desk.shop(changed));
}

async function train(gate: string, learned: Facts = {}): Promise<void> {
  desk.clock.advance(1_000);
  const { registry } = desk;
  const run = await registry.startRun({ system: "shop", snapshot: "snp", seed: 1, why: "training" });
  desk.clock.advance(1_000);
  const gateReasons = [{ code: "value.over-rule", finding: gate, message: "It earns less than the rule." }];
  await registry.endRun(run, { status: "finished", models: [], facts: { gate, gateReasons, ...learned } });
}

async function story(): Promise<Story> {
  const { registry } = desk;
  return storyOf({
    versions: await registry.objectives("shop"),
    signatures: await registry.signatures("shop"),
    events: await registry.history("shop"),
    runs: await registry.runs("shop"),
    plans: await registry.planHistory("shop"),
    releases: await registry.releases("shop"),
  });
}

describe("a story", () => {
  test("tells what changed, why, on what evidence, and who signed", async () => {
    await declare();
    await desk.registry.signObjective("shop", { as: "board", why: "agreed" });
    await train("refuse");
    await train("pass");
    await desk.registry.note("shop", {
      what: "experiment.stopped",
      subject: "calls",
      why: "it pays",
      facts: { keep: "treatment" },
    });
    await declare({ miss: -800, why: "a study" });
    const { chapters, since } = await story();
    expect(chapters).toHaveLength(2);
    expect(chapters[0]).toMatchObject({ changes: [], evidence: [], unsigned: [], signatures: [{ as: "board" }] });
    expect(chapters[1]).toMatchObject({
      version: { version: 2, why: "a study" },
      changes: [{ words: "the price of a missed case rose from 500 to 800 EUR" }],
      evidence: [
        "2 trainings: 1 passed its gate, 1 was refused.",
        "The gate had against it: It earns less than the rule.",
        "The experiment `calls` ended and kept `treatment`: it pays.",
      ],
      unsigned: ["board"],
      creep: [],
    });
    expect(since).toEqual([]);
  });

  test("calls a recalibration by its name", async () => {
    const again = { recalibrated: { risk: "mdl_1" } };
    await declare();
    await train("pass", again);
    await declare({ miss: -800, why: "a study" });
    await train("pass", again);
    await train("pass");
    const { chapters, since } = await story();
    expect(chapters[1]?.evidence).toEqual(["A recalibration passed its gate."]);
    expect(since).toEqual(["2 trainings, 1 of a calibration alone: 2 passed their gates."]);
  });

  test("counts what could not be recalibrated as no training", async () => {
    await declare();
    await train("insufficient", { notRecalibrated: { head: "buy", why: "too few came" } });
    expect((await story()).since).toEqual(["A recalibration was tried, and could not be: nothing was made."]);
    await train("pass");
    await train("insufficient", { notRecalibrated: { head: "buy", why: "too few came" } });
    expect((await story()).since).toEqual([
      "A training passed its gate.",
      "2 recalibrations were tried, and could not be: nothing was made.",
    ]);
  });

  test("knows a champion that serves unproven", async () => {
    await declare();
    const { model } = await stocked(desk.registry);
    const unproven = { ...champion(model), purpose: "unproven" } as const;
    await desk.registry.changePlan("shop", 0, { allocations: [unproven], why: "ship" });
    expect((await story()).milestones[1]?.words).toBe(`\`${model}\` took over, unproven`);
  });

  test("flags growth without a reason, and nothing that shrank or was explained", async () => {
    await declare();
    await declare({ head: "upsell", target: 200 });
    await declare({ head: "upsell", target: 200, watched: true, why: "sales asked to see it" });
    await declare({ watched: true, target: 150, why: "sales asked to see it" });
    const grown = (await story()).chapters.map(({ creep }) => creep.map(({ path }) => path));
    expect(grown).toEqual([[], ["target", "heads.upsell"], [], []]);
  });

  test("takes a reason that is given afterwards", async () => {
    await declare();
    await declare({ target: 200 });
    await declare({ target: 200, why: "the market grew" });
    const { chapters } = await story();
    expect(chapters.flatMap(({ creep }) => creep)).toEqual([]);
    expect(chapters[2]).toMatchObject({ changes: [], version: { why: "the market grew" } });
  });

  test("names an objective that nobody has stated, and when it was", async () => {
    await declare({ stated: false });
    expect((await story()).open).toHaveLength(3);
    await declare();
    const { open, chapters } = await story();
    expect(open).toEqual([]);
    expect(chapters[1]?.changes[0]?.words).toMatch(/^the objective was stated: increase money earned/);
  });

  test("knows the milestones that were reached and those to come", async () => {
    await declare();
    const { rule, model } = await stocked(desk.registry);
    await desk.registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    expect((await story()).milestones.map(({ at }) => at !== null)).toEqual([true, false, false, false]);
    await desk.registry.changePlan("shop", 1, { allocations: [champion(model)], why: "ship" });
    await desk.registry.note("shop", { what: "experiment.started", subject: "calls", why: "prove it" });
    const { milestones } = await story();
    expect(milestones.map(({ name, words }) => [name, words])).toEqual([
      ["first model", expect.stringMatching(/^`mdl_\w+` was registered$/)],
      ["first champion", `\`${model}\` took over`],
      ["first experiment", "`calls` was started"],
      ["first proof", "No experiment has proved a gain yet"],
    ]);
  });

  test("is empty where nothing was kept", async () => {
    expect(await story()).toMatchObject({ chapters: [], since: [], open: [] });
  });
});
