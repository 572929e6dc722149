import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decideOne, loadState } from "../../decide/index.ts";
import { virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { readStretch, readTime } from "./times.ts";

const DAY = 86_400_000;
/** A desk's clock. */
const NOW = Date.UTC(2026, 0, 1);

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

/** A model by which customers with more visits are likelier to buy, registered as training would. */
async function train(): Promise<string> {
  const signature = {
    task: "binary",
    features: [
      { name: "visits", kind: "number" },
      { name: "channel", kind: "text" },
    ],
    classes: [],
  } as const;
  const body = {
    intercept: [-2],
    numbers: [{ slot: 0, fill: 0, weight: [0.6], missing: [0] }],
    texts: [],
    shares: [1, 0],
  };
  const bytes = encodeModel({ format: "linear", signature, calibration: { kind: "none" }, body });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "logistic", params: {}, seed: 1, parents: [], code };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(START, async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

const START = NOW - 10 * DAY;

const inState = <T>(at: number, work: InState<T>): Promise<T> => desk.inState(virtualClock(at), work);

/** Decides on customers from one time on, for a day, under what serves now. */
async function decideFrom(from: number, count = 200): Promise<void> {
  const { system } = await loadSystem("shop", desk.folder);
  await inState(from, async (registry, { journal }) => {
    const serving = await loadState(system, (await registry.currentPlan("shop"))!, { registry });
    const records = Array.from({ length: count }, (_, i): DecisionRecord => {
      const [id, entity] = [`dec_${from}_${i}`, `${from} ${i}`];
      const given = { customer_id: i, visits: (i * 7) % 10, channel: ["web", "phone", "shop"][i % 3] };
      const body = { ...decideOne(serving, { id, entity, given }), took: 1 };
      return { v: 1, kind: "decision", id, at: from + Math.floor((i * DAY) / count), subject: entity, body };
    });
    await journal.append(records);
  });
}

const at = (time: number) => ({ clock: virtualClock(time) });
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

/** A good day, other weights by somebody, and a bad day a week after the good one. */
async function incident(): Promise<void> {
  const model = await train();
  const released = await desk.runWith(at(START), "release", "shop", model, "--unchecked");
  expect(released.err + released.out).toContain(model);
  await decideFrom(NOW - 9 * DAY);
  const set = await desk.runWith(at(NOW - 5 * DAY), "weights", "set", "shop", "bought=0.5", "--why", "calmer");
  expect(set.exit).toBe(0);
  await decideFrom(NOW - 2 * DAY);
}

describe("an incident", () => {
  test("is compared, bisected, replayed and perturbed from the command line", async () => {
    await incident();
    const compared = await desk.run("incident", "compare", "shop", "--bad", iso(NOW - 2 * DAY));
    expect(compared.exit).toBe(1);
    expect(compared.out.replaceAll(/\s+/g, " ")).toMatch(/Most likely: the weights went from wts_\w+ to wts_\w+/);
    expect(compared.out).toContain("alidade weights undo shop");
    expect(compared.out).toContain("The weights. Ask ada.");

    const times = ["--good", iso(NOW - 8 * DAY), "--bad", iso(NOW - DAY)];
    const found = await json("incident", "bisect", "shop", "--metric", "acted", ...times, "--around", "48h");
    expect(found).toMatchObject({ verdict: "version", jumps: [{ to: { why: "calmer" } }] });
    expect(found.jumps[0].changes).toMatchObject([{ part: "weights", from: "bought=1", to: "bought=0.5" }]);

    const day = ["--during", iso(NOW - 2 * DAY)];
    const replayed = await json("incident", "replay", "shop", "--under", "bought=1", ...day);
    expect(replayed.changes).toMatchObject({ decisions: 200 });
    expect(replayed.changes.acts.more).toBeGreaterThan(0);
    const before = await json("incident", "replay", "shop", "--under", String(found.jumps[0].from.version), ...day);
    expect(before.changes.changed).toBeCloseTo(replayed.changes.changed, 6);

    const perturbed = await json("incident", "perturb", "shop", `dec_${NOW - 9 * DAY}_7`);
    expect(perturbed.changes[0]).toMatchObject({ field: "visits", from: 9, flips: true });
  });

  test("under a version that there is not is refused by name", async () => {
    await incident();
    const { exit, err } = await desk.run("incident", "replay", "shop", "--under", "rel_nothing");
    expect(exit).toBe(3);
    expect(err).toContain('"shop" has no rel_nothing');
  });

  test("in a replayed past, older than every traffic plan, is bisected by the plans that its decisions name", async () => {
    await incident();
    await decideFrom(START - 4 * DAY);
    await decideFrom(START - 2 * DAY);
    const times = ["--good", iso(START - 3 * DAY), "--bad", iso(START - DAY), "--around", "48h"];
    const { exit, out } = await desk.run("incident", "bisect", "shop", ...times);
    expect(exit).toBe(0);
    const said = out.replaceAll(/\s+/g, " ");
    expect(said).toContain("The mean score did not move for sure.");
    expect(said).toMatch(/as where a past is replayed: the one plan is tried that the decisions name/);
  });

  test("of before the first traffic plan is not bisected, and says since when there is one", async () => {
    await incident();
    const times = ["--good", iso(START - 4 * DAY), "--bad", iso(START - DAY)];
    const { exit, out } = await desk.run("incident", "bisect", "shop", ...times);
    expect(exit).toBe(0);
    const said = out.replaceAll(/\s+/g, " ");
    expect(said).toContain("It cannot be told: no version is known that was in force then.");
    expect(said).toContain(`No traffic plan was in force between these times: the first is of ${iso(START)}`);
    expect(said).not.toContain("0 traffic plans");
  });

  test("without a decision says that there is nothing to compare, and what to do next", async () => {
    await desk.run("release", "shop", await train(), "--unchecked");
    const compare = async (...more: readonly string[]) => {
      const { exit, out } = await desk.run("incident", "compare", "shop", ...more);
      expect(exit).toBe(0);
      return out.replaceAll(/\s+/g, " ");
    };
    const nothing = await compare("--bad", "6h..now");
    expect(nothing).toContain("Neither stretch holds a decision: there is nothing to compare.");
    expect(nothing).toMatch(/The journal holds no decision of shop yet\. alidade serve shop/);
    await decideFrom(NOW - 2 * DAY);
    const bad = iso(NOW - 2 * DAY);
    const ungood = await compare("--bad", bad);
    expect(ungood).toContain("What it is held against holds no decision");
    expect(ungood).toMatch(
      new RegExp(
        `decisions of shop from ${bad}.*alidade incident compare shop --bad ${bad}T00:00\\.\\..* --good <from\\.\\.to>`,
      ),
    );
    expect(await compare("--bad", "6h..now", "--good", bad)).toMatch(
      /The bad stretch holds no decision.*--bad <from\.\.to>/,
    );
  });
});

describe("times", () => {
  test("are dates, hours in UTC, how long ago, or now", () => {
    expect(readTime("2025-12-31", NOW)).toBe(NOW - DAY);
    expect(readTime("2025-12-31T12:00", NOW)).toBe(NOW - DAY / 2);
    expect(readTime("6h", NOW)).toBe(NOW - DAY / 4);
    expect(readStretch("2025-12-30", NOW)).toEqual({ from: NOW - 2 * DAY, to: NOW - DAY });
    expect(readStretch("6h..now", NOW)).toEqual({ from: NOW - DAY / 4, to: NOW });
    expect(() => readTime("yesterday", NOW)).toThrow(/A time is a date/);
    expect(() => readStretch("now..6h", NOW)).toThrow(/the earlier first/);
  });
});
