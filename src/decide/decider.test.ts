import { describe, expect, test } from "vitest";
import { seededIds, virtualClock } from "../kernel/index.ts";
import { type Bench, closeBenches, openBench } from "../train/clinic.conformance.ts";
import { deciderOf, isCallersMistake, type OutcomeReport } from "./index.ts";
import { plain, system, table } from "./served.conformance.ts";

closeBenches();

/** A decider in a state directory, its clock, and what it stored. */
async function deciding(bench: Bench, systems = [system]) {
  const clock = virtualClock(1_700_000_000_000);
  let ticks = 0;
  const deps = {
    registry: bench.registry,
    journal: bench.state.journal,
    clock,
    ids: seededIds(1),
    stopwatch: () => ticks++,
  };
  return { clock, decider: await deciderOf(systems, deps) };
}

describe("a decider", () => {
  test("serves the rule of a system that was never trained", async () => {
    const { decider } = await deciding(await openBench());
    const { body } = await decider.decide(system, { entity: 12, given: plain });
    expect(body).toMatchObject({ purpose: "champion", heads: {}, score: 1, acted: true });
    expect(body.reasons).toContain("rule");
  });

  test("journals the decision before it answers", async () => {
    const bench = await openBench();
    const { decider } = await deciding(bench);
    const record = await decider.decide(system, { entity: "e", given: plain });
    expect(await bench.state.journal.find("decision", record.id)).toEqual(record);
    expect(record.body.took).toBe(1);
  });

  test("takes up a new plan when it is told to, and says whether there was one", async () => {
    const bench = await openBench();
    const { decider } = await deciding(bench);
    expect(await decider.refresh()).toBe(false);
    await bench.run(system, table);
    expect(decider.serving(system.name)?.plan.version).toBe(1);
    expect(await Promise.all([decider.refresh(), decider.refresh()])).toContain(true);
    expect(await decider.refresh()).toBe(false);
    const { body } = await decider.decide(system, { entity: "e", given: plain });
    expect(body.heads.risk).toHaveLength(1);
    await bench.registry.rollback(system.name, { why: "test" });
    expect(await decider.refresh()).toBe(true);
    expect((await decider.decide(system, { entity: "e", given: plain })).body.heads).toEqual({});
  });

  test("keeps two systems apart", async () => {
    const bench = await openBench();
    const other = { ...system, name: "other" };
    await bench.run(system, table);
    const { decider } = await deciding(bench, [system, other]);
    const [one, two] = await Promise.all(
      [system, other].map((of) => decider.decide(of, { entity: "e", given: plain })),
    );
    expect([one!.body.system, two!.body.system]).toEqual([system.name, "other"]);
    expect(Object.keys(two!.body.heads)).toEqual([]);
    expect(one!.id).not.toBe(two!.id);
    await expect(decider.decide({ ...system, name: "third" }, { entity: "e", given: plain })).rejects.toThrow(/third/);
  });

  test("answers by the rule when the champion reads features that the file no longer declares, or is damaged", async () => {
    const bench = await openBench();
    const { result } = await bench.run(system, table);
    const { age: _age, ...features } = system.features;
    const changed = { ...system, features };
    const { decider } = await deciding(bench, [changed]);
    const { body } = await decider.decide(changed, { entity: "e", given: plain });
    expect(body.reasons).toContain("fallback.model-unusable:risk");
    expect(body.score).toBe(1);

    const { blob } = await bench.registry.findModel(result.models[0]!.id);
    await bench.state.blobs.put(blob, new Uint8Array([1, 2, 3]));
    const damaged = await deciding(bench);
    const answered = await damaged.decider.decide(system, { entity: "e", given: plain });
    expect(answered.body.reasons).toContain("fallback.model-unusable:risk");
  });

  test.each([undefined, null, "", "x".repeat(257), 1.5, {}, Number.NaN])("refuses %j as an entity", async (entity) => {
    const { decider } = await deciding(await openBench());
    const refused = await decider.decide(system, { entity, given: plain }).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: "decide.entity-invalid" });
    expect(isCallersMistake(refused)).toBe(true);
  });
});

describe("an outcome", () => {
  async function reporting() {
    const bench = await openBench();
    const { decider, clock } = await deciding(bench);
    const { id: decision } = await decider.decide(system, { entity: "e", given: plain });
    clock.advance(1_000);
    const report = (parts: Partial<OutcomeReport> = {}) =>
      decider.outcome({ decision, outcome: "back", at: clock.now(), key: "k1", ...parts });
    return { report, bench, now: clock.now() };
  }

  test("is stored with its decision, its subject and its time, a bare one as true", async () => {
    const { report, bench, now } = await reporting();
    expect(await report()).toBe("accepted");
    expect(await bench.state.journal.find("outcome", `${system.name}/k1`)).toMatchObject({
      subject: "e",
      body: { outcome: "back", value: true, happenedAt: now },
    });
  });

  test("counts once by its key; a correction comes under a key of its own", async () => {
    const { report, bench } = await reporting();
    // Which of two at once comes first is nobody's promise; that one of them counts is.
    expect((await Promise.all([report(), report()])).sort()).toEqual(["accepted", "known"]);
    await expect(report({ value: false })).rejects.toMatchObject({ code: "outcomes.key-reused" });
    const first = await bench.state.journal.find("outcome", `${system.name}/k1`);
    expect(first?.body).toMatchObject({ value: true });
    expect(await report({ value: false, key: "k2" })).toBe("accepted");
  });

  test.each([
    [{ decision: "dec_none" }, "outcomes.decision-unknown"],
    [{ outcome: "died" }, "outcomes.invalid"],
    [{ value: "yes" }, "outcomes.invalid"],
    [{ value: 1 }, "outcomes.invalid"],
    [{ at: 1_700_000_000_000 - 86_400_001 }, "outcomes.invalid"],
    [{ at: "2020-01-01" }, "outcomes.invalid"],
    [{ at: "yesterday" }, "outcomes.invalid"],
    [{ at: "Jan 5 2030" }, "outcomes.invalid"],
    [{ at: "2030-13-41" }, "outcomes.invalid"],
    [{ at: Number.NaN }, "outcomes.invalid"],
    [{ at: "2030-01-05" }, "outcomes.invalid"],
    [{ outcome: "constructor" }, "outcomes.invalid"],
    [{ at: -1e300 }, "outcomes.invalid"],
    [{ at: 1e300 }, "outcomes.invalid"],
  ] as const)("that says %j is refused, and nothing is stored", async (parts, code) => {
    const { report, bench } = await reporting();
    await expect(report(parts)).rejects.toThrow(expect.objectContaining({ code }));
    expect(await bench.state.journal.find("outcome", `${system.name}/k1`)).toBeUndefined();
  });

  test("for an id that nobody made here is refused, and says so; one that was made here and is not kept too", async () => {
    const { state, registry } = await openBench();
    const { journal, ids } = state;
    const deps = { registry, journal, ids, clock: virtualClock(1_700_000_000_000), stopwatch: () => 0 };
    const decider = await deciderOf([system], deps);
    const { id } = await decider.decide(system, { entity: "e", given: plain, key: "order 1" });
    const report = (decision: string) =>
      decider.outcome({ decision, outcome: "back", at: 1_700_000_000_000, key: "k" });
    const forged = `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
    await expect(report(forged)).rejects.toMatchObject({ message: expect.stringContaining("was not made here") });
    const own = ids.next("dec");
    await expect(report(own)).rejects.toMatchObject({ message: expect.stringContaining("There is no decision") });
    expect(await report(id)).toBe("accepted");
  });

  test.each([
    ["2023-11-15T10:00:00+02:00", Date.UTC(2023, 10, 15, 8)],
    ["2023-11-15T10:00:00.250Z", Date.UTC(2023, 10, 15, 10, 0, 0, 250)],
    ["2023-11-15T10:00", Date.UTC(2023, 10, 15, 10)],
    ["2023-11-15", Date.UTC(2023, 10, 15)],
  ])("at %s is at the same instant on every machine", async (at, instant) => {
    const { report, bench } = await reporting();
    await report({ at });
    expect((await bench.state.journal.find("outcome", `${system.name}/k1`))?.body).toMatchObject({
      happenedAt: instant,
    });
  });
});
