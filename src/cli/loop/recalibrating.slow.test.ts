import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { loadSystem } from "../load-system.ts";
import { type KeptWatch, WATCHES } from "../up/kept-watch.ts";
import { type Demand, driftingRows, driftingShop, TURNED, TWICE, USUAL } from "./drifting-shop.conformance.ts";
import { type LoopDesk, openLoopDesk } from "./loop-desk.conformance.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Two days after the other demand came, forty days after the first row. */
const BEGAN = Date.UTC(2025, 10, 1) + 42 * DAY;

let desk: LoopDesk;
beforeEach(async () => {
  desk = await openLoopDesk(Date.UTC(2026, 0, 10), driftingRows(40, { days: 0, demand: USUAL }));
  await desk.write("shop.mts", driftingShop);
}, 60_000);
afterEach(() => desk.remove());

/** A champion that learned for forty days serves; thirty days of another demand follow. */
async function drifted(demand: Demand): Promise<string> {
  expect((await desk.run("train", "shop.mts", "--json")).exit).toBe(0);
  const { models } = await desk.inState(async (registry) => {
    const plan = (await registry.currentPlan("shop"))!;
    return await registry.findRelease(plan.allocations[0]!.release);
  });
  await desk.write("rows.csv", driftingRows(70, { days: 30, demand }));
  desk.clock.advance(2 * DAY);
  return models.bought!;
}

/** What `alidade up` keeps of what its monitors raise. */
async function raise(...kinds: readonly string[]): Promise<void> {
  desk.clock.advance(2 * HOUR);
  const at = desk.clock.now() - HOUR / 2;
  const alarms = kinds.map((kind) => {
    const about = kind.startsWith("label") ? { part: "outcome", name: "bought" } : { part: "head", name: "bought" };
    return { ...{ kind, about, at, since: BEGAN, system: "shop", monitor: "m", strength: 2 }, says: `${kind} it is` };
  });
  const kept = { v: 1, system: "shop", periodMs: HOUR, through: at, reference: null, state: [], alarms, inAlarm: [] };
  await desk.inState(async (_registry, { records }) => {
    const watches = records.collection<KeptWatch>(WATCHES);
    const before = await watches.get("shop");
    if (before === undefined) await watches.insert("shop", kept as never);
    else await watches.compareAndSet("shop", before.version, kept as never);
  });
}

describe("a shop whose base rate has doubled", () => {
  test("is recalibrated: cheaply, by the same gate and the same way into traffic, told and undone like a training", async () => {
    const old = await drifted(TWICE);
    await raise("calibration.gap", "label.shifted");
    const { preview, repair, why } = await desk.retrain("--dry-run");
    expect(why).toEqual(["label.shifted: label.shifted it is", "calibration.gap: calibration.gap it is"]);
    expect(repair).toMatchObject({ kind: "recalibrate", heads: ["bought"] });
    expect(preview).toMatch(
      /snapshot of the data; then it recalibrates bought first, and trains where that is not enough/,
    );
    const begun = await desk.run("retrain", "shop.mts", "--now", "--why", "a look");
    expect(begun.out.replaceAll(/\s+/g, " ")).toMatch(
      /A loop has begun: it recalibrates bought first.*No `alidade up` looks after it here.*`alidade retrain shop\.mts --wait`/,
    );
    const { loop, goesOn } = await desk.retrain("--wait");
    expect(loop.facts).toMatchObject({ learned: "recalibrated" });
    expect(loop.stage).toBe("canary");
    expect(goesOn).toBe(false);
    const [made] = loop.facts.models;
    expect(loop.lines.map(({ says }: { says: string }) => says)).toContain(
      `recalibrated bought instead of training: ${made} in ${loop.facts.run}`,
    );
    const { model, runs } = await desk.inState(async (registry) => ({
      model: await registry.findModel(made),
      runs: await registry.runs("shop"),
    }));
    expect(model.lineage).toMatchObject({ parents: [old], recalibrated: { since: BEGAN } });
    expect(runs).toHaveLength(2);
    expect((await desk.run("history", "shop", "--json")).out).toMatch(/recalibrated bought instead of training/);

    const id = await decideAs(made);
    expect((await desk.run("decisions", "replay", id, "shop.mts")).exit).toBe(0);
    expect((await desk.run("reproduce", "shop.mts", made)).exit).toBe(0);
    const exported = await desk.run("models", "export", made, "--to", "onnx", "--json");
    expect([exported.exit, exported.err]).toEqual([0, ""]);

    expect((await desk.run("rollback", "shop", "--why", "undo")).exit).toBe(0);
    expect((await desk.retrain("--wait")).loop.end).toMatchObject({ kind: "rolled-back" });
    // What did not prove itself is not tried twice.
    desk.clock.advance(3 * DAY);
    await raise("calibration.gap");
    expect(await desk.retrain("--dry-run")).toMatchObject({
      repair: { kind: "train", why: "what loop 1 had recalibrated did not prove itself" },
    });
  }, 120_000);
});

test("what was recalibrated is as old as its training: a schedule counts from there", async () => {
  await drifted(TWICE);
  const learn = (...more: readonly string[]) => desk.json("retrain", ...more, "--why", "by hand");
  const { snapshot } = await learn("snapshot", "shop.mts");
  const { models } = await learn("train", "shop.mts", "--snapshot", snapshot, "--recalibrate", "bought");
  expect(models).toMatchObject([{ recalibrated: expect.stringMatching(/^mdl_/) }]);
  expect((await desk.run("release", "shop.mts", models[0].id, "--why", "by hand")).exit).toBe(0);
  await desk.write("often.mts", driftingShop.replace("retrain: {", 'retrain: { when: [every("3d")],'));
  desk.clock.advance(1.5 * DAY);
  const { why } = JSON.parse((await desk.run("retrain", "often.mts", "--json")).out);
  expect(why).toEqual(["it is time: every 3d, and the last was 3 days ago"]);
  const unfit = ["train", "shop.mts", "--snapshot", snapshot, "--recalibrate", "nobody", "--turn", "1.1"];
  expect(await learn(...unfit)).toEqual({
    ...{ recalibrated: false, code: "train.not-recalibrated", reason: "head-undeclared", head: "nobody" },
    why: expect.stringMatching(/the file declares bought, and no head of this name\.$/),
    hint: "Name heads that the file declares, or train them all: `alidade train`.",
  });
  const { exit, out } = await desk.run("retrain", ...unfit, "--why", "by hand");
  expect([exit, out.replaceAll(/\s+/g, " ")]).toEqual([
    1,
    expect.stringMatching(
      /no head of this name.*or train them all: `alidade train`.*train\.not-recalibrated: head-undeclared/,
    ),
  ]);
}, 120_000);

/** The first decision that the canary makes by a model. */
const decideAs = (model: string) =>
  desk.inState(async (registry, { journal }) => {
    const { system } = await loadSystem("shop.mts", desk.folder);
    const ports = presets.modelPorts();
    const ids = seededIds(desk.clock.now());
    const decider = await deciderOf([system], { registry, journal, clock: desk.clock, ids, ports, stopwatch: () => 0 });
    for (let i = 0; ; i++) {
      const given = { id: i, visits: i % 10, at: new Date(desk.clock.now()) };
      const { id, body } = await decider.decide(system, { entity: `who ${i}`, given });
      if (body.versions.models.bought === model) return id;
    }
  });

describe("a shop whose visitors have turned around", () => {
  test("is trained anew in the same loop, which says why", async () => {
    await drifted(TURNED);
    await raise("concept.drifted", "calibration.gap");
    const { loop } = await desk.retrain("--now", "--wait");
    expect(loop.repair).toMatchObject({ kind: "recalibrate" });
    expect(loop.facts).toMatchObject({
      learned: "trained",
      instead: expect.stringMatching(/^head `bought`: it tells cases apart less well/),
      insteadCode: "order-lost",
    });
    const told = loop.lines.find(({ what }: { what: string }) => what === "retrain.train").says;
    expect(told).toMatch(/^another calibration is not enough \(.*no calibration mends.*\), so it trained mdl_/);
  }, 120_000);

  test("is trained at once where the file lets nothing be recalibrated", async () => {
    await drifted(TWICE);
    await desk.write("strict.mts", driftingShop.replace("retrain: {", "retrain: { recalibrate: false,"));
    await raise("calibration.gap");
    const { loop } = JSON.parse((await desk.run("retrain", "strict.mts", "--now", "--wait", "--json")).out);
    expect(loop.repair).toEqual({ kind: "train", why: "the file lets nothing be recalibrated" });
    expect(loop.facts.learned).toBe("trained");
  }, 120_000);
});
