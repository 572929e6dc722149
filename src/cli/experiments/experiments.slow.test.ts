import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { targetsOf } from "../../system/index.ts";
import { closeBenches, openBench } from "../../train/clinic.conformance.ts";
import { ordering, simulatedMessages } from "../../train/desk.conformance.ts";
import { readExperiment } from "./read-experiment.ts";
import { openServedShop, type ServedShop } from "./served-shop.conformance.ts";
import { startExperiment } from "./start-experiment.ts";
import { stopExperiment } from "./stop-experiment.ts";

closeBenches();

const DAY = 86_400_000;

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

describe("an experiment from plan to end", () => {
  test("is planned from the journal, started, served, read and stopped", async () => {
    const all = await shop.model(0.9);
    const nothing = await shop.run("experiment", "plan", "shop", "--lift", "0.3");
    expect(nothing.exit).toBe(1);
    expect(nothing.out).toContain("No plan: the journal holds no decision");

    await shop.serve({ days: 20, perDay: 10, first: "early-", entities: 160 });
    shop.clock.advance(31 * DAY);
    const planned = await shop.run("experiment", "plan", "shop", "--treatment", all, "--lift", "0.3");
    expect(planned.exit).toBe(0);
    expect(planned.out.replaceAll(/\s+/g, " ")).toMatch(/To find .* per entity takes [\d,]+ entities: [\d,]+ days/);
    const plan = await shop.json("experiment", "plan", "shop", "--treatment", all, "--lift", "0.3");
    // The rule acts on four in ten, the model on all: they differ where visits are below 6.
    const { differing, decisions } = plan.saturation.disagreement;
    expect(differing / decisions).toBeGreaterThan(0.45);
    expect(differing / decisions).toBeLessThan(0.75);
    expect(plan).toMatchObject({ basis: "measured", saturation: { saturated: false } });
    expect(plan.outlook.triggered.units).toBeGreaterThan(0);

    const units = plan.outlook.plain.units as number;
    const start = ["experiment", "start", "shop", "--name", "calls", "--treatment", all, "--units", String(units)];
    const started = await shop.json(...start);
    expect(started.plan.experiments).toMatchObject([
      { name: "calls", design: "ab", control: "control", from: 0, to: 1 },
    ]);
    expect((await shop.json(...start)).error.code).toBe("cli.input.experiment-running");

    await shop.serve({ days: 10, perDay: 40, first: "new-", entities: 320 });
    expect((await shop.run("experiment", "read", "shop", "--name", "calls")).out).toContain("Too early");
    shop.clock.advance(31 * DAY);
    const read = await shop.run("experiment", "read", "shop", "--name", "calls");
    expect(read.exit).toBe(0);
    // Acting on all earns what it loses; acting on those who visit often earns a fifth of a point a decision.
    expect(read.out).toContain("The whole report");
    const { lifts } = await shop.json("experiment", "read", "shop", "--name", "calls");
    expect(lifts).toMatchObject([{ arm: "treatment" }]);
    expect(lifts[0].perUnit.high).toBeLessThan(0);

    expect(
      (await shop.json("experiment", "stop", "shop", "--name", "calls", "--keep", "challenger")).error,
    ).toMatchObject({
      code: "cli.input.arm-unknown",
      message: expect.stringContaining("control, treatment"),
    });
    const { plan: after } = await shop.json("experiment", "stop", "shop", "--name", "calls", "--keep", "control");
    expect(after.allocations).toMatchObject([{ arm: "champion", share: 1 }]);
    expect(after.experiments).toBeUndefined();
    expect((await shop.json("experiment", "stop", "shop", "--name", "calls", "--keep", "control")).error.code).toBe(
      "cli.input.experiment-not-running",
    );
  });

  test("two models that do the same are called saturated before anybody waits for them", async () => {
    const [one, two] = [await shop.model(0.9), await shop.model(0.8)];
    await shop.serve({ days: 4, perDay: 10, first: "e-", entities: 30 });
    shop.clock.advance(31 * DAY);
    const { out } = await shop.run("experiment", "plan", "shop", "--control", one, "--treatment", two, "--lift", "0.3");
    expect(out.replaceAll(/\s+/g, " ")).toContain("The two decide alike on all of 40 logged decisions");
  });
});

describe("every design", () => {
  test.each([
    ["ab", []],
    ["c-t1-t2", ["--delays", "200"]],
    ["disagreement", []],
    ["latency-price", ["--delays", "0,100,300"]],
    ["holdback", ["--share", "0.7"]],
    ["switchback", ["--block", "12h", "--burn-in", "1h"]],
    ["stepped", ["--steps", "30,60,100", "--every", "2d"]],
    ["cohorts", ["--every", "3d"]],
  ])("%s is served and read by what it asks", async (design, options) => {
    const all = await shop.model(0.9);
    const start = ["experiment", "start", "shop", "--name", "x", "--design", design, ...options];
    const treatment = design === "latency-price" ? [] : ["--treatment", all];
    const started = await shop.json(...start, ...treatment);
    expect(started.error).toBeUndefined();
    await shop.serve({ days: 8, perDay: 40, first: "e-", entities: 120 });
    shop.clock.advance(31 * DAY);
    const read = await shop.json("experiment", "read", "shop", "--name", "x");
    if (design !== "ab") {
      expect(read.reading).toMatchObject({ design, experiment: "x" });
      for (const { found } of read.reading.findings) expect(found.reason).toBeUndefined();
    }
    const delays = started.plan.allocations.flatMap(({ delayMs }: { delayMs?: number }) => delayMs ?? []);
    expect(new Set(shop.waited)).toEqual(new Set(delays.filter((ms: number) => ms > 0)));
    expect((await shop.run("experiment", "read", "shop", "--name", "x")).out).toContain("The whole report");
  });
});

test("two rankers share every list, and the better one is told", async () => {
  const { answer, registry, state } = await openBench();
  await answer(ordering, simulatedMessages());
  const clock = virtualClock(1_700_000_000_000);
  const signal = new AbortController().signal;
  const asked = { name: "order", design: "interleaving", treatment: ["rule"], traffic: 1 };
  const model = (await registry.models(ordering.name)).at(-1)?.id;
  const unset = { share: undefined, namespace: undefined, units: undefined, delays: undefined, block: undefined };
  const options = { ...asked, ...unset, burnIn: undefined, steps: undefined, every: undefined, balance: undefined };
  const { journal } = state;
  const start = { ...options, control: model, why: undefined };
  const itself = startExperiment(ordering, { ...start, control: "rule" }, { registry, clock, journal, signal });
  await expect(itself).rejects.toMatchObject({ code: "cli.input.releases-alike" });
  await startExperiment(ordering, start, { registry, clock, journal, signal });
  const ids = seededIds(1);
  const decider = await deciderOf([ordering], { registry, journal, clock, ids, stopwatch: () => 0 });
  const candidates = Array.from({ length: 8 }, (_, i) => ({
    id: `m${i}`,
    given: { urgent: 1 + i, length: 30 - i, area: "east" },
  }));
  for (let i = 0; i < 60; i++) {
    clock.advance(60_000);
    const { id, body } = await decider.rank(ordering, { entity: `e${i % 40}`, given: { who: i }, candidates });
    // People take whatever the control's model put there first.
    const first = body.candidates?.find(({ team, position }) => team === "control" && position !== null)?.id;
    const report = { decision: id, outcome: targetsOf(ordering)[0] ?? "", at: clock.now(), key: id };
    if (first !== undefined) await decider.outcome({ ...report, candidate: first, value: 1 });
  }
  const deps = { registry, journal, signal, clock };
  const { json, document } = await readExperiment(ordering, { name: "order", early: true }, deps);
  expect(json).toMatchObject({ reading: { design: "interleaving", tone: "bad" } });
  expect(document.verdict?.text).toContain("The control's order is preferred");
  const stopped = await stopExperiment(ordering, { name: "order", keep: "treatment", why: "test" }, registry);
  expect(stopped.json).toMatchObject({ plan: { allocations: [{ arm: "champion", share: 1 }] } });
});
