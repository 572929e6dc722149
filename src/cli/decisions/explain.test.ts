import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { fitRows } from "../../learn/index.ts";
import { encodeModel, scoreRow } from "../../model/index.ts";
import { gbdt } from "../../system/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { type LoadedSystem, loadSystem } from "../load-system.ts";

let desk: Desk;
let loaded: LoadedSystem;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);

/** A forest by which those who visit often tend to buy. */
const forest = fitRows(
  gbdt({ rounds: 20, minDataInLeaf: 10 }),
  Array.from({ length: 1_000 }, (_, i) => ({
    visits: (i * 7) % 10,
    channel: ["web", "phone", "shop"][i % 3]!,
    bought: (i * 13) % 10 < (i * 7) % 10,
  })),
  { label: "bought" },
);

/** The shop's system with a line more in its file, and the forest registered as training would; served from 0.5 on. */
async function trained(line: string): Promise<string> {
  const path = join(desk.folder, "shop", "system.mts");
  await desk.write("shop/system.mts", (await readFile(path, "utf8")).replace("  rule:", `  ${line}\n  rule:`));
  loaded = await loadSystem("shop", desk.folder);
  const lineage = {
    ...{ snapshot: "s", split: {}, learner: "gbdt", params: {}, seed: 1, parents: [] },
    code: { version: "1", features: "f", contract: "c" },
  };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, encodeModel(forest))).record.id);
}

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
const row = JSON.stringify({ visits: 9, channel: "web" });

describe("alidade models explain", () => {
  test("tells the reasons in words, and the smallest change to another end, which is one", async () => {
    const id = await trained('actionable: { visits: { direction: "down" } },');
    const { exit, out } = await desk.run("models", "explain", id, "--row", row, "--system", "shop");
    expect(exit).toBe(0);
    expect(out).toMatch(/visits is 9, which raises the probability of bought from \d+% to \d+%/);
    expect(out).toMatch(/visits: \d instead of 9/);
    const found = await json("models", "explain", id, "--row", row, "--system", "shop");
    const { flip, heads } = found;
    expect(flip).toMatchObject({ kind: "change", changes: [{ feature: "visits", from: 9 }], guarantee: "cheapest" });
    const said = (visits: number): number => scoreRow(forest, { visits, channel: "web" })[0]!;
    const { to } = flip.changes[0];
    expect(heads[0].output).toBe(said(9));
    expect([flip.from, flip.to]).toEqual([said(9), said(to)]);
    expect(said(9)).toBeGreaterThanOrEqual(flip.threshold);
    expect(said(to)).toBeLessThan(flip.threshold);
    // One visit more than that, and it would be decided as before.
    expect(said(to + 1)).toBeGreaterThanOrEqual(flip.threshold);
  });

  test("leads from the reasons to what is said, and names a value that the contract does not allow", async () => {
    const id = await trained("");
    const one = await desk.run("models", "explain", id, "--row", row, "--system", "shop", "--reasons", "1");
    expect(one.out).toMatch(/Why bought says \d+(\.\d)?% *\n/);
    expect(one.out).toMatch(/One more feature (leaves it at|leads from \S+% to) /);
    const odd = JSON.stringify({ visits: 9, channel: "carrier pigeon" });
    const { out } = await desk.run("models", "explain", id, "--row", odd, "--system", "shop");
    expect(out.replace(/\s+/g, " ")).toMatch(
      /`channel` has a value that the contract does not allow, so the rule answers/,
    );
  });

  test("says so where nobody said what can be changed", async () => {
    const id = await trained("");
    const { out } = await desk.run("models", "explain", id, "--row", row, "--system", "shop");
    expect(out).toMatch(/names no `actionable` feature/);
  });

  test("says so where no change leads elsewhere", async () => {
    const id = await trained('actionable: { visits: { direction: "up" } },');
    const found = await json("models", "explain", id, "--row", row, "--system", "shop");
    expect(found.flip).toEqual({ kind: "none", why: "impossible" });
  });

  test("takes a threshold of one's own, and refuses a row that is none and a model of another system", async () => {
    const id = await trained('actionable: ["visits"],');
    const found = await json("models", "explain", id, "--row", row, "--system", "shop", "--threshold", "0.3");
    expect(found.flip).toMatchObject({ kind: "change", threshold: 0.3, actions: null });
    const odd = await desk.run("models", "explain", id, "--row", "visits=9", "--system", "shop");
    expect(odd).toMatchObject({ exit: 2, err: expect.stringMatching(/`?--row.*must be a JSON object/) });
    const wrong = await desk.run("models", "explain", id, "--row", '{"visits": "many"}', "--system", "shop");
    expect(wrong).toMatchObject({ exit: 3, err: expect.stringContaining("visits") });
    await desk.run("init", "shop.csv", "--label", "bought", "--name", "other");
    const other = await desk.run("models", "explain", id, "--row", row, "--system", "other");
    expect(other).toMatchObject({ exit: 3, err: expect.stringMatching(/belongs to "shop"/) });
  });
});

describe("alidade decisions explain", () => {
  async function decide(visits: number): Promise<string> {
    return await inState(async (registry, { journal }) => {
      const deps = { registry, journal, clock: virtualClock(5_000), ids: seededIds(visits), stopwatch: () => 0 };
      const decider = await deciderOf([loaded.system], deps);
      return (await decider.decide(loaded.system, { entity: "7", given: { visits, channel: "web" } })).id;
    });
  }

  test("explains what was served, from its receipt", async () => {
    const model = await trained('actionable: ["visits"],');
    await desk.run("release", "shop", model, "--why", "test");
    const id = await decide(9);
    const { exit, out } = await desk.run("decisions", "explain", id, "shop");
    expect(exit).toBe(0);
    expect(out).toMatch(/visits is 9, which raises/);
    const found = await json("decisions", "explain", id, "shop");
    const receipt = (await json("decisions", "show", id)).decision.body;
    expect(found).toMatchObject({ decision: id, settled: [], heads: [{ head: "bought" }], flip: { kind: "change" } });
    expect(found.heads[0].output).toBe(receipt.heads.bought[0]);
    expect(found.flip.actions[0]).toBe(receipt.action);
  });

  test("says so where the rule decided", async () => {
    await trained("");
    await desk.run("release", "shop", "rule");
    const { out } = await desk.run("decisions", "explain", await decide(9), "shop");
    expect(out).toMatch(/Decided whatever the heads say: the rule is served/);
    expect(out).toMatch(/No head decided this/);
  });
});
