import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
let first: DecisionRecord;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
  await desk.run("release", "shop", await train());
  first = await decided();
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);
const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

async function train(): Promise<string> {
  const features = [{ name: "visits", kind: "number" }] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const body = { outputs: [0.9] };
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

/** A decision of the shop, which is not kept. */
async function decided(): Promise<DecisionRecord> {
  const { system } = await loadSystem("shop", desk.folder);
  return await inState(async (registry, state) => {
    const journal = { ...state.journal, append: async () => ["accepted" as const] };
    const deps = { registry, journal, clock: virtualClock(5_000), ids: seededIds(1), stopwatch: () => 0 };
    const decider = await deciderOf([system], deps);
    return await decider.decide(system, { entity: "7", given: { visits: 9, channel: "web" } });
  });
}

/** Puts decisions into the journal as an earlier contract let them be made. */
async function stored(count: number, given: object): Promise<void> {
  const { body } = first;
  const start = serial;
  serial += count;
  const records = Array.from({ length: count }, (_, i): DecisionRecord => {
    return { ...first, id: `dec_${start + i}`, body: { ...body, given: { ...body.given, ...given } } };
  });
  await inState((_, { journal }) => journal.append(records));
}
let serial = 0;

const check = async () => {
  const [release] = (await inState((registry) => registry.currentPlan("shop")))!.allocations;
  return await json("release", "check", "shop", release!.release);
};

describe("the check of a release", () => {
  test("asks stored decisions again, without fields that have left the contract", async () => {
    await stored(3, { loyalty: 4 });
    expect(await check()).toMatchObject({ passed: true, problems: [], stored: 3, unfit: 0 });
  });

  test("leaves out and counts those that gave a field of another type", async () => {
    await stored(1, {});
    await stored(2, { channel: 7 });
    expect(await check()).toMatchObject({ passed: true, problems: [], stored: 1, unfit: 2 });
    const { out } = await desk.run("release", "check", "shop", (await check()).release);
    expect(out.replace(/\s+/g, " ")).toContain(
      "2 stored decisions were left out that give a field another type than the contract of today.",
    );
  });

  test("takes the newest, however many there were before", async () => {
    await stored(2_500, { channel: 7 });
    await stored(250, {});
    expect(await check()).toMatchObject({ passed: true, stored: 200, unfit: 0 });
    await stored(1_200, { channel: 7 });
    expect(await check()).toMatchObject({ passed: true, stored: 200, unfit: 1_200 });
  });

  test("asks what the contract alone suggests where no stored decision fits, as of a system without decisions, and says so", async () => {
    const { requests } = await check();
    expect(requests).toBeGreaterThan(3);
    await stored(5, { visits: "many" });
    expect(await check()).toMatchObject({ passed: true, requests, stored: 0, unfit: 5 });
    const { out } = await desk.run("release", "check", "shop", (await check()).release);
    expect(out.replace(/\s+/g, " ")).toContain("None of the 5 newest stored decisions can be asked");
  });
});
