import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { fitRows } from "../../learn/index.ts";
import { encodeModel, type Model } from "../../model/index.ts";
import { gbdt } from "../../system/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { servingDocument, servingJson } from "../serving/serving-view.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);
const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
const words = async (...argv: readonly string[]) => (await desk.run(...argv)).out.replaceAll(/\s+/g, " ");

/** A forest that reads both fields, registered as training would. */
async function train(rounds: number): Promise<string> {
  const rows = Array.from({ length: 1_000 }, (_, i) => ({
    visits: (i * 7) % 10,
    channel: ["web", "phone", "shop"][i % 3] as string,
    bought: (i * 13) % 10 < (i * 7) % 10,
  }));
  const forest: Model = fitRows(gbdt({ rounds, minDataInLeaf: 10 }), rows, { label: "bought" });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "gbdt", params: {}, seed: 1, parents: [], code };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, encodeModel(forest))).record.id);
}

/** Works with what serves, as a server of its own would. */
async function serving<T>(work: (decider: Awaited<ReturnType<typeof deciderOf>>) => Promise<T>): Promise<T> {
  const { system } = await loadSystem("shop", desk.folder);
  return await inState(async (registry, { journal }) => {
    const deps = { registry, journal, clock: virtualClock(5_000), ids: seededIds(made++), stopwatch: () => 0 };
    return await work(await deciderOf([system], deps));
  });
}
let made = 1;

const decide = (): Promise<string> =>
  serving(async (decider) => {
    const [system] = decider.systems;
    return (await decider.decide(system!, { entity: "7", given: { visits: 9, channel: "web" } })).id;
  });

/** The bytes of a model, as they are and damaged. */
async function damaged(model: string): Promise<Uint8Array> {
  return await inState(async (registry, { blobs }) => {
    const { blob } = await registry.findModel(model);
    const bytes = (await blobs.get(blob))!;
    await blobs.put(blob, bytes.subarray(4));
    return bytes;
  });
}

/** The shop's files once somebody has changed them, under names of their own: a module is read once. */
async function changed(change: (text: string) => string): Promise<string> {
  for (const [from, to] of [
    ["contract.mts", "later-contract.mts"],
    ["system.mts", "later.mts"],
  ] as const) {
    const text = await readFile(join(desk.folder, "shop", from), "utf8");
    await desk.write(`shop/${to}`, change(text).replace("./contract.mts", "./later-contract.mts"));
  }
  return "shop/later.mts";
}

describe("a decision whose file has changed", () => {
  test("by a field that is gone is replayed and explained by what its receipt holds, and this is said", async () => {
    await desk.run("release", "shop", await train(20));
    const id = await decide();
    const before = await json("decisions", "explain", id, "shop");
    const gone = /^.*\bchannel: .*\n/gm;
    const later = await changed((text) => text.replaceAll(gone, "").replace(/slices: .*/, "slices: [],"));
    expect(await json("decisions", "replay", id, later)).toMatchObject({ same: true, gone: ["channel"] });
    expect(await words("decisions", "replay", id, later)).toContain(
      "taken as they were stored, and not computed again",
    );
    const after = await json("decisions", "explain", id, later);
    expect(after.heads).toEqual(before.heads);
    expect(before.heads).toHaveLength(1);
  });

  test("by a feature that was added is replayed by those that the model reads", async () => {
    await desk.run("release", "shop", await train(20));
    const id = await decide();
    const later = await changed((text) =>
      text.replace("  visits: r.visits,\n", "  visits: r.visits,\n  more: r.visits,\n"),
    );
    expect(await json("decisions", "replay", id, later)).toMatchObject({ same: true, added: ["more"] });
  });
});

describe("a model that cannot be used for a while", () => {
  test("is told of by what serves: the version before it answers, or the rule", async () => {
    const [one, two] = [await train(20), await train(10)];
    await desk.run("release", "shop", one);
    await desk.run("release", "shop", two);
    await damaged(two);
    const view = () =>
      serving(async (decider) => {
        const shown = { server: { url: "http://x", port: 1 }, decider, threads: 1 };
        return JSON.stringify([servingJson(shown), servingDocument(shown, 0)]);
      });
    const stood = await view();
    expect(stood).toContain(`"instead":{"bought":"${one}"}`);
    expect(stood).toContain("Until it can be used the version before it answers: restore");
    expect(stood).toContain(`${one}, for ${two}`);
    expect(stood).not.toContain("the rule");
    await damaged(one);
    const ruled = await view();
    expect(ruled).toContain("Until it can be used the rule decides: restore");
    expect(ruled).toContain(`the rule, for ${two}`);
  });

  test("leaves decisions that are replayed and explained alike once it was restored", async () => {
    const [one, two] = [await train(20), await train(10)];
    await desk.run("release", "shop", one);
    await desk.run("release", "shop", two);
    const bytes = await damaged(two);
    const id = await decide();
    const before = await json("decisions", "explain", id, "shop");
    await inState(async (registry, { blobs }) => void (await blobs.put((await registry.findModel(two)).blob, bytes)));
    expect(await json("decisions", "replay", id, "shop")).toEqual({ decision: id, same: true, differs: [] });
    expect(await json("decisions", "explain", id, "shop")).toEqual(before);
    const told = await words("decisions", "explain", id, "shop");
    expect(told).toContain(`The version before \`bought\`, ${one}, answered for it: its model could not be used`);
    expect(told).not.toContain("so the rule answers");
  });

  test("and had decided before is named where a replay cannot ask it", async () => {
    const one = await train(20);
    await desk.run("release", "shop", one);
    const id = await decide();
    await damaged(one);
    const { exit } = await desk.run("decisions", "replay", id, "shop");
    expect(exit).toBe(1);
    expect(await words("decisions", "replay", id, "shop")).toContain(
      `The model of \`bought\` (${one}) answered then and cannot be used now:`,
    );
  });
});
