import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { archiveOf } from "../../experiment/index.ts";
import { rng, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { expectedLift, withExpectedLift } from "./expected-lift.ts";

const system = { name: "shop", objective: { currency: "EUR" } } as Parameters<typeof expectedLift>[0];
const clock = virtualClock(1_000);

let folder: string;
let state: State;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-expected-"));
  state = await openState(join(folder, ".alidade"), { create: true });
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

/** A model whose evaluation promised 3 a decision over the rule, give or take a tenth. */
async function model(): Promise<string> {
  const gain = { value: 3, low: 2.8, high: 3.2, level: 0.95 };
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const gate = { verdict: "pass", reasons: [{ code: "value.over-rule", finding: "pass", message: "", gain }] };
  const draft = { system: "shop", head: "buy", lineage, metrics: {}, gate, why: "test" };
  return (await registry().saveModel(draft, new Uint8Array([1]))).record.id;
}

const registry = () => registryOf({ state, clock, who: "ada" });
const around = () =>
  ({ clock, openState: async () => state, registry: async () => registry() }) as unknown as Parameters<
    typeof expectedLift
  >[2];

/** Twelve comparisons in which entities brought twice what decisions had promised. */
async function fillArchive(): Promise<void> {
  const archive = archiveOf({ records: state.records, clock, who: "ada" });
  const draws = rng({ seed: 2, purpose: "test.expected" });
  for (let i = 0; i < 12; i++) {
    const promised = 2 + 2 * draws.normal();
    await archive.keep({
      ...{
        v: 1,
        system: "shop",
        experiment: `e${i}`,
        arm: "treatment",
        design: "ab",
        basis: "randomised",
        from: 0,
        until: 1 + i,
      },
      ...{ units: 100, currency: "EUR", verdict: "", invalid: [], decision: "shipped", why: "" },
      releases: { control: "rel_a", treatment: "rel_b" },
      offline: { moneyPerDecision: { value: promised, standardError: 0.1, errors: "paired" } },
      online: { moneyPerUnit: { value: 2 * promised + 0.3 * draws.normal(), standardError: 0.2 } },
    });
  }
}

test("a plan without a lift is made for what the archive expects, and says so", async () => {
  const treatment = [await model()];
  const asked = { treatment, control: "rule", lift: undefined, sd: undefined, perDay: undefined };
  expect(await withExpectedLift(system, asked, around())).toEqual({ lift: undefined, summary: [] });
  await fillArchive();
  const { forecast } = (await expectedLift(system, asked, around()))!;
  expect(forecast.low).toBeLessThan(6);
  expect(forecast.high).toBeGreaterThan(6);
  const { lift, summary } = await withExpectedLift(system, asked, around());
  expect(lift).toBe(forecast.value);
  expect(summary[0]).toMatch(
    /^By 12 comparisons of the past, it should bring \+€\d.* per entity: a forecast, and no proof\./,
  );
});

test("what is given is kept, and what the archive cannot know is not asked", async () => {
  await fillArchive();
  const open = { treatment: [await model()], control: "rule", lift: undefined, sd: undefined, perDay: undefined };
  expect(await withExpectedLift(system, { ...open, lift: 2 }, around())).toEqual({ lift: 2, summary: [] });
  expect(await withExpectedLift(system, { ...open, sd: 40, perDay: 9 }, around())).toEqual({
    lift: undefined,
    summary: [],
  });
  expect(await expectedLift(system, { ...open, treatment: ["rule"] }, around())).toBeUndefined();
  expect(await expectedLift(system, { ...open, control: "mdl_other" }, around())).toBeUndefined();
});
