import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DESIGN_KINDS } from "../../experiment/index.ts";
import { command } from "../commands/experiment.ts";
import { openServedShop, type ServedShop } from "./served-shop.conformance.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

test("a plan is made from what is assumed where there is no journal", async () => {
  await shop.model(0.9);
  const assumed = ["experiment", "plan", "shop", "--lift", "2", "--sd", "40", "--per-day", "500"];
  const { outlook, basis } = await shop.json(...assumed);
  // 2 · (1.960 + 0.842)² · 40² / 2² = 6,279 for each arm.
  expect(outlook.plain.units).toBeGreaterThan(12_550);
  expect(outlook.plain.units).toBeLessThan(12_580);
  expect([basis, outlook.plain.days]).toEqual(["assumed", Math.ceil(outlook.plain.units / 500)]);
  const { lift: _lift, ...open } = (await shop.json("experiment", "plan", "shop", "--sd", "40", "--per-day", "500"))
    .question;
  expect(open).toMatchObject({ treatments: 1, power: 0.8 });
});

describe("several experiments", () => {
  test("in one namespace share nobody, and one ends while the other goes on", async () => {
    const [all, none] = [await shop.model(0.9), await shop.model(0.1)];
    await shop.run("release", "shop", none, "--unchecked");
    const start = (name: string, ...more: string[]) =>
      shop.json("experiment", "start", "shop", "--name", name, "--treatment", all, ...more);
    await start("one", "--traffic", "0.4");
    const two = await start("two", "--traffic", "0.5", "--treatment", `${all},${none}`);
    expect(two.plan.allocations.map(({ arm }: { arm: string }) => arm)).toEqual([
      ...["champion", "control", "treatment", "two/control", "two/treatment-1", "two/treatment-2"],
    ]);
    const full = await start("three", "--traffic", "0.2");
    expect(full.error).toMatchObject({ code: "cli.input.namespace-full", message: expect.stringContaining("40%") });
    expect((await start("three", "--traffic", "0.1", "--namespace", "other")).error.code).toBe("registry.plan-invalid");
    const { plan } = await shop.json("experiment", "stop", "shop", "--name", "one", "--keep", "champion");
    expect(plan.experiments.map(({ name }: { name: string }) => name)).toEqual(["two"]);
    expect(plan.allocations[0]).toMatchObject({ arm: "champion", share: 0.5 });
  });

  test("can be split evenly over the values of a field", async () => {
    const all = await shop.model(0.9);
    await shop.serve({ days: 1, perDay: 20, first: "e-", entities: 20 });
    const start = (name: string, field: string) =>
      shop.json(
        "experiment",
        "start",
        "shop",
        "--name",
        name,
        "--treatment",
        all,
        "--traffic",
        "0.3",
        "--balance",
        field,
      );
    expect((await start("one", "visits")).plan.experiments).toMatchObject([{ name: "one" }]);
    expect((await start("two", "vists")).error.code).toBe("cli.input.balance-unknown");
  });

  test("from before they had terms of their own are read and stopped as ever, and none begins beside them", async () => {
    const all = await shop.model(0.9);
    await shop.run("release", "shop", all, "--unchecked");
    await shop.inState(async (registry) => {
      const { allocations, version } = (await registry.currentPlan("shop"))!;
      const release = allocations[0]!.release;
      const arms = ["control", "treatment"].map((arm) => ({
        ...{ arm, release, share: 0.5, purpose: "experiment" as const, experiment: "old" },
      }));
      await registry.changePlan("shop", version, { allocations: arms, salt: "old", why: "as it was" });
    });
    await shop.serve({ days: 1, perDay: 10, first: "e-", entities: 10 });
    const start = ["experiment", "start", "shop", "--name", "new", "--treatment", all];
    expect((await shop.json(...start)).error.code).toBe("cli.input.experiment-running");
    expect(await shop.json("experiment", "read", "shop", "--name", "old", "--early")).toMatchObject({
      experiment: "old",
      control: "control",
    });
    const { plan } = await shop.json("experiment", "stop", "shop", "--name", "old", "--keep", "treatment");
    expect(plan.allocations).toMatchObject([{ arm: "champion", share: 1 }]);
  });

  test("do not begin while a canary grows", async () => {
    const [one, two] = [await shop.model(0.9), await shop.model(0.8)];
    await shop.run("release", "shop", one, "--unchecked");
    await shop.run("release", "shop", two, "--canary", "--unchecked");
    const start = ["experiment", "start", "shop", "--name", "x", "--treatment", one];
    expect((await shop.json(...start)).error.code).toBe("cli.input.canary-growing");
  });
});

describe("every design", () => {
  test("of the room is one of the command line", () => {
    const start = command.actions?.find(({ name }) => name === "start");
    const design = start?.options.design;
    for (const name of Object.keys(DESIGN_KINDS)) expect(design?.read(name)).toBe(name);
    expect(design?.doc).toContain(`how to ask: ${Object.keys(DESIGN_KINDS).join(", ")}`);
  });

  test.each([
    ["c-t1-t2", ["--treatment", "rule"]],
    ["ab", []],
    ["latency-price", ["--delays", "50,100"]],
    ["latency-price", ["--delays", "0,ages"]],
    ["latency-price", ["--delays", "0,50", "--treatment", "rule"]],
    ["switchback", ["--treatment", "rule", "--block", "1h", "--burn-in", "2h"]],
    ["stepped", ["--treatment", "rule", "--steps", "50,20"]],
    ["disagreement", ["--treatment", "rule,rule"]],
  ])("%s with %j is refused with words", async (design, options) => {
    const start = ["experiment", "start", "shop", "--name", "x", "--design", design, ...options];
    await shop.inState(async () => undefined);
    const { exit, err } = await shop.run(...start);
    expect([exit, err.includes("cli.usage")]).toEqual([2, true]);
  });

  test("disagreement of a release with itself is refused", async () => {
    const start = ["experiment", "start", "shop", "--name", "x", "--design", "disagreement", "--treatment", "rule"];
    await shop.inState(async () => undefined);
    const { error } = await shop.json(...start);
    expect(error).toMatchObject({ code: "cli.input.releases-alike", message: expect.stringContaining("must differ") });
  });

  test("interleaving is refused where nothing is ranked", async () => {
    const all = await shop.model(0.9);
    const start = ["experiment", "start", "shop", "--name", "x", "--design", "interleaving", "--treatment", all];
    expect((await shop.json(...start)).error.code).toBe("cli.input.design-unfit");
  });
});
