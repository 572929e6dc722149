import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { rng, seededIds, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

/** Comparisons of another tool: lifts of 30 times the delta, give or take. */
function past(count: number) {
  const draws = rng({ seed: 5, purpose: "test.past" });
  return Array.from({ length: count }, (_, i) => {
    const delta = 0.01 * draws.normal();
    const offline = { rocAuc: { value: delta, standardError: 0.002 } };
    const online = { moneyPerDecision: { value: 30 * delta + 0.05 * draws.normal(), standardError: 0.05 } };
    const when = { from: `2025-0${1 + (i % 9)}-01`, until: `2025-0${1 + (i % 9)}-20` };
    return {
      ...{
        system: "shop",
        experiment: `test ${i}`,
        basis: "randomised",
        units: 5_000,
        currency: "EUR",
        ...when,
        offline,
        online,
      },
      ...{ releases: { control: `rel_${i}`, treatment: `rel_${i + 1}` }, verdict: "ship", decision: "shipped" },
    };
  });
}

describe("the archive on the command line", () => {
  test("takes comparisons from a file, lists them, and shows one", async () => {
    await desk.write("past.json", JSON.stringify(past(3)));
    const { exit, out } = await desk.run("experiments", "add", "past.json");
    expect(exit).toBe(0);
    expect(out).toContain("3 archived.");
    expect((await desk.run("experiments", "add", "past.json")).out).toContain("3 had been there");
    expect((await json("experiments", "shop")).comparisons.length).toBe(3);
    const shown = await desk.run("experiments", "show", "shop/test 1/treatment");
    expect(shown.out).toContain("What was promised offline");
  });

  test("shows what acting changes in words, and not among the differences of metrics", async () => {
    const effectOfActing = { value: 0.4, standardError: 0.6, low: -0.71, high: 0.83 };
    const [one] = past(1);
    const held = { ...one!, design: "holdback", online: { ...one!.online, effectOfActing } };
    await desk.write("held.json", JSON.stringify([held]));
    expect((await desk.run("experiments", "add", "held.json")).err).toBe("");
    const { out } = await desk.run("experiments", "show", "shop/test 0/treatment");
    const [differences, acting] = out.split("What acting changes");
    expect(differences).toContain("moneyPerDecision");
    expect(out).not.toContain("effectOfActing");
    expect(acting).toMatch(/40% \(.71% to 83%\)/);
    expect((await json("experiments", "show", "shop/test 0/treatment")).online.effectOfActing).toEqual(effectOfActing);
  });

  test("says which comparison cannot be archived, and archives none of the file", async () => {
    const [good, bad] = past(2);
    await desk.write("past.json", JSON.stringify([good, { ...bad, basis: "guessed" }]));
    const { exit, err } = await desk.run("experiments", "add", "past.json");
    expect(exit).toBe(3);
    expect(err).toContain("`basis` must be one of randomised, observational");
    expect((await desk.run("experiments", "show", "x")).exit).toBe(3);
    await desk.write("past.json", "{}");
    expect((await desk.run("experiments", "add", "past.json")).err).toContain("must hold a JSON list");
  });

  test("tells what a point has been worth once there are ten, and what to expect of the next", async () => {
    await desk.write("few.json", JSON.stringify(past(4)));
    await desk.run("experiments", "add", "few.json");
    const few = await desk.run("experiments", "rate", "--metric", "rocAuc");
    expect(few.exit).toBe(0);
    expect(few.out.replaceAll(/\s+/g, " ")).toContain(
      "is unknown: not enough data (too few comparisons: needs 10, has 4)",
    );
    await desk.write("past.json", JSON.stringify(past(16)));
    await desk.run("experiments", "add", "past.json");
    const many = await desk.run("experiments", "rate", "--metric", "rocAuc", "--system", "shop", "--delta", "0.01");
    const out = many.out.replaceAll(/\s+/g, " ");
    expect(out).toMatch(/One point \(0\.01\) of rocAuc has been worth €0\.\d+ a decision online, by 16 comparisons/);
    expect(out).toMatch(/A candidate of shop with a delta of 0\.01 should bring \+€\d+/);
    const { rate, report } = await json("experiments", "rate", "--metric", "rocAuc");
    expect(rate.rate.low).toBeLessThan(30);
    expect(rate.rate.high).toBeGreaterThan(30);
    expect(report).toContain("exchange-rate-rocAuc.html");
  });
});

describe("the ledger on the command line", () => {
  test("adds up what the journal served by what the archive measured, and ends with 1 where a holdback differs", async () => {
    await desk.write("shop.csv", shopCsv());
    await desk.run("init", "shop.csv", "--label", "bought");
    await desk.run("release", "shop", "rule");
    const { system } = await loadSystem("shop", desk.folder);
    const state = await openState(join(desk.folder, ".alidade"), { create: true });
    const clock = virtualClock(Date.UTC(2026, 0, 10));
    const registry = registryOf({ state, clock, who: "ada" });
    const decider = await deciderOf([system], {
      registry,
      journal: state.journal,
      clock,
      ids: seededIds(1),
      stopwatch: () => 0,
    });
    for (let i = 0; i < 6; i++)
      await decider.decide(system, { entity: `${i}`, given: { visits: i % 9, channel: "web" } });
    const release = (await registry.currentPlan("shop"))!.allocations[0]!.release;
    await state.close();
    const own = past(9).map((each, i) => ({
      ...each,
      releases: { control: "rel_old", treatment: i === 0 ? release : `rel_${i}` },
    }));
    await desk.write("past.json", JSON.stringify(own));
    await desk.run("experiments", "add", "past.json");
    const { exit, out } = await desk.run("ledger", "shop");
    expect(exit).toBe(0);
    expect(out).toContain("nobody has checked the sum");
    const { ledger } = await json("ledger", "shop");
    expect(ledger.launches[0]).toMatchObject({ experiment: "test 0", release });
    const held = {
      ...own[0]!,
      experiment: "held",
      design: "holdback",
      from: "2026-01-01",
      until: "2026-02-01",
      releases: { control: "rel_old", treatment: release },
    };
    const online = { moneyPerDecision: { value: 500, standardError: 0.01 } };
    await desk.write("held.json", JSON.stringify([{ ...held, online }]));
    await desk.run("experiments", "add", "held.json");
    const differs = await desk.run("ledger", "shop");
    expect(differs.exit).toBe(1);
    expect(differs.out.replaceAll(/\s+/g, " ")).toContain("They differ by more than chance");
  });
});
