import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { rng, seededIds } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { readBook } from "../../watch/index.ts";
import type { LocalState } from "../host/host.ts";
import { loadSystem } from "../load-system.ts";
import { type LoopDesk, openLoopDesk } from "./loop-desk.conformance.ts";
import { runLoops, sleepFor } from "./run-loops.ts";
import { buys, QUICK, rows, systemWith } from "./shop.conformance.ts";

const DAY = 86_400_000;

let desk: LoopDesk;
beforeEach(async () => {
  desk = await openLoopDesk(Date.UTC(2026, 0, 1), rows(1_200));
}, 60_000);
afterEach(() => desk.remove());

/** Serves so many customers a day; what they do comes a second later. */
const serve = (days: number, perDay: number, first: string) =>
  desk.inState(async (registry, { journal }) => {
    const { system } = await loadSystem("shop.mts", desk.folder);
    const ids = seededIds(desk.clock.now());
    const ports = presets.modelPorts();
    const decider = await deciderOf([system], { registry, journal, clock: desk.clock, ids, ports, stopwatch: () => 0 });
    for (let i = 0; i < days * perDay; i++) {
      const random = rng({ seed: 5, unit: `${first}${i}`, purpose: "customers" });
      const visits = random.integer(10);
      desk.clock.advance(DAY / perDay - 1_000);
      const { id } = await decider.decide(system, { entity: `${first}${i}`, given: { id: i, visits } });
      desk.clock.advance(1_000);
      const value = buys(visits, random.uniform());
      await decider.outcome({ decision: id, outcome: "bought", value, at: desk.clock.now(), key: `o-${id}` });
    }
  });
const plan = () => desk.inState(async (registry) => (await registry.currentPlan("shop"))!);

describe("alidade retrain", () => {
  test("shows, previews, begins, and goes on from a trigger to a champion that a test has proven", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { when: [every("30d")], ${QUICK} },`));
    expect((await plan()) ?? null).toBeNull();
    expect(await desk.retrain("--dry-run")).toMatchObject({
      ...{ loop: null, declared: true, why: ["no model that was trained serves yet"], may: { may: true } },
      preview:
        "It would begin a loop with a snapshot of the data; then it trains, because more than a calibration makes it due.",
    });
    expect((await plan()) ?? null).toBeNull();
    const begun = await desk.retrain("--now", "--wait");
    expect(begun.loop).toMatchObject({ number: 1, by: "ada", stage: "canary", end: null, tries: 0 });
    expect((await plan()).allocations.map(({ purpose }) => purpose)).toEqual(["champion", "canary"]);
    desk.clock.advance(2_000);
    const testing = await desk.retrain("--wait");
    expect(testing.loop).toMatchObject({ stage: "test", facts: { experiment: "loop-1" } });
    expect((await plan()).allocations.map(({ arm, share }) => [arm, share])).toEqual([
      ["control", 0.5],
      ["treatment", 0.5],
    ]);
    const said = (await desk.run("retrain", "shop.mts", "--dry-run")).out.replace(/\s+/g, " ");
    expect(said).toMatch(/It would look again at the stage `test`: .*[^.]\. Nothing was changed/);
    await serve(3, 100, "c");
    desk.clock.advance(2 * DAY);
    const done = await desk.retrain("--wait");
    expect(done.loop.end).toMatchObject({ kind: "champion" });
    const after = await plan();
    expect(after.allocations).toMatchObject([
      { arm: "champion", purpose: "champion", release: done.loop.facts.release },
    ]);
    expect(after.by).toBe("alidade");
    expect((await desk.told()).filter((what) => what.startsWith("retrain."))).toEqual(
      ["ended", "test", "canary", "shadow", "gate", "train", "snapshot", "begun"].map((step) => `retrain.${step}`),
    );
    const archived = JSON.parse((await desk.run("experiments", "--json")).out);
    expect(JSON.stringify(archived)).toContain("loop-1");
    // Nothing has changed, so the next one comes to what serves.
    const again = await desk.retrain("--now", "--wait");
    expect(again.loop.end).toMatchObject({ kind: "refused", why: expect.stringMatching(/very release that serves/) });
    expect(again.loop.facts).toMatchObject({ learned: "trained", isKnown: true });
    expect(again.loop.lines.at(-2).says).toMatch(/which was there before: nothing that it learns from has changed$/);
    expect(again.next).toMatchObject({ begun: 1, perMonth: 4 });
    expect((await desk.run("retrain", "shop.mts")).out.replace(/\s+/g, " ")).toMatch(/1 of 4 .* Loop 2 does not count/);
  }, 60_000);

  test("a test that cannot tell in time keeps what was served; a holdback is a test on nearly everybody", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { prove: "holdback", ${QUICK} },`));
    await desk.retrain("--now", "--wait");
    const before = (await plan()).ramp?.champion;
    desk.clock.advance(2_000);
    await desk.retrain("--wait");
    const shares = (await plan()).allocations.map(({ arm, share }) => [arm, Number(share.toFixed(3))]);
    expect(shares).toEqual([
      ["control", 0.05],
      ["treatment", 0.95],
    ]);
    desk.clock.advance(21 * DAY);
    const { loop } = await desk.retrain("--wait");
    expect(loop.end).toMatchObject({ kind: "refused", why: expect.stringMatching(/could not tell within 20d/) });
    expect((await plan()).allocations).toMatchObject([{ arm: "champion", release: before, purpose: "champion" }]);
  }, 60_000);

  test("asks a person before the step that the file names, and lets a release go on without a test where the objective allows", async () => {
    const more = 'unproven: "allowed",';
    const text = `retrain: { when: [onObjective()], approval: { before: "canary" }, prove: "skip", ${QUICK} },`;
    await desk.write("shop.mts", systemWith(text, more));
    const asked = await desk.retrain("--now", "--wait");
    expect(asked.loop).toMatchObject({ stage: "canary", asks: ["sales"] });
    expect((await desk.run("retrain", "shop.mts", "--approve", "nobody")).err).toContain("watch.nothing-to-approve");
    expect((await desk.retrain("--approve", "Sales")).done[0]).toMatch(/sales said yes/);
    await desk.retrain("--wait");
    // No server looks after the canary here: the test takes its step.
    await desk.inState(async (registry) => {
      const { rampPlan } = await import("../../registry/index.ts");
      const before = (await registry.currentPlan("shop"))!;
      const ramp = { ...before.ramp!, step: 1 };
      await registry.changePlan("shop", before.version, {
        allocations: rampPlan({ holdback: 0 }, ramp),
        ramp,
        why: "on",
      });
    });
    expect((await desk.retrain("--wait")).loop.end).toMatchObject({ kind: "unproven" });
    expect((await plan()).allocations).toMatchObject([{ purpose: "unproven" }]);
  }, 60_000);

  test("a canary that servers take back ends the loop, and its shadow goes with it", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`));
    await desk.retrain("--now", "--wait");
    await desk.inState((registry) => registry.rollback("shop", { why: "canary: 40 of 60 decisions failed" }));
    const { loop } = await desk.retrain("--wait");
    expect(loop.end).toMatchObject({ kind: "rolled-back", why: "canary: 40 of 60 decisions failed" });
    expect((await plan()).shadows).toBeUndefined();
  }, 60_000);

  test("a plan that somebody else makes ends the loop: a person knows better", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`));
    await desk.retrain("--now", "--wait");
    await desk.run("release", "shop.mts", "rule", "--why", "no");
    expect((await desk.retrain("--wait")).loop.end).toMatchObject({
      kind: "superseded",
      why: expect.stringMatching(/ada/),
    });
  }, 60_000);

  test("what the gate refuses serves nobody; where the rule is plainly better than what serves, the rule serves again", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`, "", "f.visits.atLeast(5)"));
    const refused = await desk.run("retrain", "shop.mts", "--now", "--wait", "--json");
    expect(refused.exit).toBe(1);
    expect(JSON.parse(refused.out).loop.end).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/gate said no/),
    });
    // A model learned when everything was the other way round serves now.
    const model = await desk.inState(async (registry) => (await registry.models("shop"))[0]!);
    await inverted(model.id);
    const fell = await desk.retrain("--now", "--wait");
    expect(fell.loop.end).toMatchObject({ kind: "fell-back" });
    const release = (await plan()).allocations[0]?.release ?? "";
    expect(await desk.inState(async (registry) => (await registry.findRelease(release)).kind)).toBe("rule");
  }, 60_000);

  test("a few days since what serves was trained tell nothing against it: it stays, and that is no failure", async () => {
    const timed = (rule: string) =>
      systemWith(`retrain: { ${QUICK} },`, "", rule)
        .replace("visits: number()", 'at: time({ format: "milliseconds" }), visits: number()')
        .replace('entity: "id"', 'entity: "id", time: "at"')
        .replace("onObjective }", "onObjective, time }");
    /** Eighty rows a day. */
    const dated = (count: number): string => {
      const [head, ...lines] = rows(count).split("\n");
      const at = (i: number): number => Date.UTC(2025, 11, 1) + (i * DAY) / 80;
      return [`${head},at`, ...lines.map((line, i) => `${line},${at(i)}`)].join("\n");
    };
    await desk.write("shop.mts", timed("f.visits.atLeast(5)"));
    await desk.write("rows.csv", dated(1_200));
    await desk.retrain("--now", "--wait");
    await inverted((await desk.inState(async (registry) => (await registry.models("shop"))[0]!)).id);
    const serving = (await plan()).allocations;
    await desk.write("rows.csv", dated(1_200 + 2 * 80));
    // The rule is plainly better than what serves, but on rows of two days.
    expect((await desk.retrain("--now", "--wait")).loop.end).toMatchObject({
      kind: "insufficient",
      why: expect.stringMatching(/160 rows of 2 days came.*seen on 340 rows of [45] days: too few to refuse it/),
    });
    expect((await plan()).allocations).toEqual(serving);
    await desk.write("rarer.mts", timed("f.visits.atLeast(9)"));
    const soon = await desk.run("retrain", "rarer.mts", "--now", "--wait", "--json");
    const { loop, failures } = JSON.parse(soon.out);
    expect(loop.end).toMatchObject({ kind: "insufficient", why: expect.stringMatching(/160 rows of 2 days came/) });
    expect([soon.exit, failures]).toEqual([0, 0]);
    expect((await plan()).allocations).toEqual(serving);
    await desk.write("rows.csv", dated(1_200 + 10 * 80));
    expect((await desk.retrain("--now", "--wait")).loop.end).toMatchObject({ kind: "fell-back" });
  }, 60_000);

  test("data that cannot be read fail three times, and the loop says so; what is stopped stays stopped until somebody says otherwise", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { when: [every("1d")] },`).replace("rows.csv", "absent.csv"));
    const { exit, out } = await desk.run("retrain", "shop.mts", "--now", "--wait", "--json");
    expect(exit).toBe(1);
    expect(JSON.parse(out).loop.end).toMatchObject({
      kind: "failed",
      why: expect.stringMatching(/failed 3 times.*absent\.csv/),
    });
    expect((await desk.retrain("--stop", "--why", "the move")).stopped).toMatchObject({
      why: "ada stopped it: the move",
    });
    expect((await desk.retrain("--dry-run")).preview).toMatch(/^Nothing: it was stopped/);
    expect((await desk.retrain("--again")).stopped).toBeNull();
    expect((await desk.run("retrain", "shop.mts", "--stop", "--again")).exit).toBe(2);
  }, 60_000);

  test("begins by itself and goes on by itself beside a server, until it is told to end", async () => {
    await desk.write("shop.mts", systemWith(`retrain: { when: [every("30d")], ${QUICK} },`));
    const loaded = await loadSystem("shop.mts", desk.folder);
    const problems: unknown[] = [];
    await desk.inState(async (_registry, state) => {
      const end = new AbortController();
      const fresh = (argv: readonly string[]) => desk.run(...argv, "--json");
      const { clock, folder: cwd } = desk;
      const around = { state: state as LocalState, backends: async () => presets, clock, cwd, fresh };
      const onProblem = (problem: unknown) => void problems.push(problem);
      const running = runLoops([loaded], { ...around, signal: end.signal, onProblem });
      const stands = async () => (await readBook(state.records, "shop")).book.loop;
      while (!((await stands())?.stage === "canary" && (await stands())?.made)) await sleepFor(20, end.signal);
      end.abort();
      await running;
      expect(await stands()).toMatchObject({ by: "alidade", why: ["no model that was trained serves yet"], end: null });
    });
    expect(problems).toEqual([]);
    expect((await plan()).by).toBe("alidade");
  }, 60_000);

  test("a file that says nothing of retraining only proposes", async () => {
    await desk.write("shop.mts", systemWith(""));
    expect(await desk.retrain()).toMatchObject({
      declared: false,
      loop: null,
      why: ["no model that was trained serves yet"],
    });
    expect((await desk.run("retrain", "shop.mts")).out).toMatch(/declares no/);
  });
});

/** Serves a model that says the opposite of what is true. */
async function inverted(like: string): Promise<void> {
  await desk.inState(async (registry) => {
    const { encodeModel } = await import("../../model/index.ts");
    const { championPlan } = await import("../../registry/index.ts");
    const first = await registry.findModel(like, "shop");
    const { id: _id, createdAt: _at, by: _by, ...draft } = first;
    const signature = { task: "binary", features: [{ name: "visits", kind: "number" }], classes: [] } as const;
    const bytes = encodeModel({
      format: "constant",
      signature,
      calibration: { kind: "none" },
      body: { outputs: [0.99] },
    });
    const lineage = { ...first.lineage, learner: "constant" };
    const { record } = await registry.saveModel({ ...draft, lineage, why: "a test" } as never, bytes);
    const weights = (await registry.currentWeights("shop"))!.id;
    const policy = first.metrics.policy as never;
    const release = await registry.addRelease({
      system: "shop",
      kind: "model",
      models: { bought: record.id },
      weights,
      policy,
      why: "a test",
    });
    const version = (await registry.currentPlan("shop"))!.version;
    await registry.changePlan("shop", version, {
      allocations: championPlan({ holdback: 0 }, release.record.id),
      why: "a test",
    });
  });
}
