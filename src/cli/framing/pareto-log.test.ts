import { afterEach, beforeEach, expect, test } from "vitest";
import { decideOne, loadState } from "../../decide/index.ts";
import { known, rng, virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);

/** A model that says 0.9 of everybody, and a policy that leaves a share of its decisions to chance. */
async function train(share: number): Promise<string> {
  const features = [
    { name: "visits", kind: "number" },
    { name: "channel", kind: "text" },
  ] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [0.9] } });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const policy = { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1, ...(share === 0 ? {} : { mix: { share, acts: 0.5 } }) };
  const draft = {
    system: "shop",
    head: "bought",
    lineage,
    metrics: { policy },
    gate: { verdict: "pass" },
    why: "test",
  };
  return await inState(async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

/** Serves, and tells of every third customer that it bought. */
async function decided(share: number): Promise<void> {
  await desk.run("release", "shop", await train(share), "--unchecked");
  const { system } = await loadSystem("shop", desk.folder);
  const [outcome = ""] = Object.keys(system.outcomes);
  await inState(async (registry, { journal }) => {
    const serving = await loadState(system, known(await registry.currentPlan("shop"), "a plan"), { registry });
    const draws = rng({ seed: 5, purpose: "pareto.log" });
    const records = Array.from({ length: 300 }, (_, i): DecisionRecord => {
      const [id, entity] = [`dec_${i}`, String(i)];
      const given = { customer_id: i, visits: draws.integer(10), channel: "web" };
      const body = { ...decideOne(serving, { id, entity, given }), took: 1 };
      return { v: 1, kind: "decision", id, at: i, subject: entity, body };
    });
    const told = records
      .filter((_, i) => i % 3 === 0)
      .map(({ id, at }): OutcomeRecord => {
        const body = { system: "shop", decision: id, outcome, value: true, happenedAt: at + 1 };
        return { v: 1, kind: "outcome", id: `out_${id}`, at: at + 1, body };
      });
    await journal.append([...records, ...told]);
  });
}

const pareto = async (...argv: readonly string[]) =>
  JSON.parse((await desk.run("weights", "pareto", "shop", "--settings", "4", ...argv, "--json")).out);

test("a front is estimated from stored decisions where chance has tried enough", async () => {
  await decided(0.4);
  const { basis, why, decisions, points, metrics } = await pareto();
  expect([basis, why, decisions]).toEqual(["off-policy", null, 300]);
  expect(metrics[0]).toMatchObject({ unit: "money", better: "increase" });
  // The weights in use act on all but what chance leaves out; a third of what they act on is a yes.
  expect(points[0]).toMatchObject({ isNow: true, weights: { bought: 1 } });
  const money = points[0].values[metrics[0].name];
  expect(money.low).toBeLessThan(money.value);
});

test("a log that leaves nothing to chance is told so, and the history stands in for it", async () => {
  await decided(0);
  const { basis, why } = await pareto();
  expect(basis).toBe("held-out");
  expect(why).toMatch(/tried|chance|overlap/i);
});

test("a log that was never written makes no front", async () => {
  const { exit, err } = await desk.run("weights", "pareto", "shop", "--from", "log");
  expect(exit).toBe(3);
  expect(err).toMatch(/Nothing of "shop" was released yet/);
});
