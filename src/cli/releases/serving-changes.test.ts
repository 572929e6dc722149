import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import { servingBoard } from "../../presets.ts";
import type { ServingMessage } from "../../store/index.ts";
import { noShadow, watchedBook } from "../../watch/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);

/** A model that says the same for everybody, registered as training would. */
async function train(probability: number): Promise<string> {
  const features = [
    { name: "visits", kind: "number" },
    { name: "channel", kind: "text" },
  ] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const body = { outputs: [probability] };
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
const plan = () => inState((registry) => registry.currentPlan("shop"));

describe("weights", () => {
  test("are shown, changed, undone and listed", async () => {
    const model = await train(0.9);
    await desk.run("release", "shop", model);
    expect((await desk.run("weights", "shop")).out).toMatch(/bought\s+1\s+/);
    const changed = await json("weights", "set", "shop", "bought=0.5", "--why", "calmer");
    expect(changed).toMatchObject({ weights: { version: 2, values: { bought: 0.5 }, why: "calmer" }, servers: [] });
    expect((await plan())?.version).toBe(2);
    const { weights } = await json("weights", "undo", "shop");
    expect(weights).toMatchObject({ version: 3, values: { bought: 1 }, restores: 1 });
    const { versions } = await json("weights", "history");
    expect(versions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    expect((await json("history", "shop")).events.map(({ what }: { what: string }) => what)).toContain(
      "weights.undone",
    );
  });

  test.each([
    [["shop", "bought=9", "--why", "x"], "registry.weight-out-of-bounds", 3],
    [["shop", "bougt=1", "--why", "x"], "registry.weight-unknown", 3],
    [["shop", "bought", "--why", "x"], "cli.weight-unreadable", 2],
    [["shop", "bought=much", "--why", "x"], "cli.weight-unreadable", 2],
    [["shop", "bought=1", "--why", "x", "--expect", "4"], "registry.version-stale", 3],
  ])("set %j is refused with %s", async (argv, code, exit) => {
    await inState(async () => undefined);
    const ran = await desk.run("weights", "set", ...argv, "--json");
    expect([JSON.parse(ran.out).error.code, ran.exit]).toEqual([code, exit]);
  });

  test("a dry run changes nothing", async () => {
    await train(0.9);
    expect((await desk.run("weights", "set", "shop", "bought=0.5", "--why", "x", "--dry-run")).exit).toBe(0);
    expect(await inState((registry) => registry.currentWeights("shop"))).toBeUndefined();
  });
});

describe("a release", () => {
  test("is checked first: one that cannot be served changes nothing, says why and ends with 1", async () => {
    const [good, bad] = [await train(0.9), await train(0.2)];
    expect((await json("release", "shop", good)).check).toMatchObject({ passed: true, problems: [] });
    await inState(async (registry, { blobs }) => {
      const { blob } = await registry.findModel(bad);
      await blobs.put(blob, (await blobs.get(blob))!.subarray(4));
    });
    const { exit, out } = await desk.run("release", "shop", bad);
    expect(exit).toBe(1);
    expect(out).toContain("The check in a fresh process said no.");
    expect(out).toContain("Traffic plan 1 is served as before.");
    expect(out.replaceAll(/\s+/g, " ")).toContain("must have the hash that was registered");
    expect((await plan())?.version).toBe(1);
    expect((await json("history", "shop")).events[0]).toMatchObject({ what: "release.check-failed" });
    expect((await desk.run("release", "shop", bad, "--unchecked")).exit).toBe(0);
  });

  test("that takes longer or more memory than it may is refused", async () => {
    const model = await train(0.9);
    const { check } = await json("release", "shop", model, "--most-mib", "1");
    expect(check).toMatchObject({ passed: false, problems: [expect.stringMatching(/MiB, and may take 1$/)] });
  });

  test("as a canary goes to the first step's part of the entities, and a rollback goes to before it", async () => {
    const [one, two] = [await train(0.9), await train(0.8)];
    await desk.run("release", "shop", one);
    const { out } = await desk.run("release", "shop", two, "--canary", "--ramp", "2,50,100", "--dwell", "1h");
    expect(out.replaceAll(/\s+/g, " ")).toContain("to 2% of the entities, then 50%, 100%, as long as it holds up.");
    expect(await plan()).toMatchObject({
      allocations: [
        { arm: "champion", share: 0.98 },
        { arm: "canary", share: 0.02, purpose: "canary" },
      ],
      ramp: { steps: [0.02, 0.5, 1], step: 0, dwellMs: 3_600_000, decisions: 500, from: 1 },
    });
    expect((await desk.run("release", "status", "shop")).out).toContain("Canary at step 1: it has lasted for");
    expect((await json("rollback", "shop")).plan).toMatchObject({ version: 3, restores: 1 });
  });

  test("in the shadow serves nobody", async () => {
    const [one, two] = [await train(0.9), await train(0.8)];
    await desk.run("release", "shop", one);
    const before = await plan();
    expect((await json("release", "shop", two, "--shadow", "--sample", "0.2")).plan).toMatchObject({
      allocations: before?.allocations,
      shadows: [{ share: 0.2 }],
    });
  });

  test("in the shadow is told of also by what servers saw that have stopped since", async () => {
    const [one, two] = [await train(0.9), await train(0.8)];
    await desk.run("release", "shop", one);
    const { version: epoch, shadows } = (await json("release", "shop", two, "--shadow")).plan;
    const release: string = shadows[0].release;
    const saw = { system: "shop", epoch, arms: {}, shadows: { [release]: { ...noShadow, decisions: 70, agreed: 69 } } };
    await inState(async (_, { records }) => {
      await watchedBook(records).note("srv_1", saw);
      await watchedBook(records).note("srv_2", saw);
    });
    const { watched } = await json("release", "status", "shop");
    expect(watched.shadows[release]).toMatchObject({ decisions: 140, agreed: 138 });
    expect((await desk.run("release", "status", "shop")).out).toMatch(/140/);
  });

  test.each([
    [["--canary", "--ramp", "5,2"], "cli.ramp-unreadable"],
    [["--canary", "--ramp", "0,2"], "cli.ramp-unreadable"],
    [["--canary", "--ramp", "5,200"], "cli.ramp-unreadable"],
    [["--canary", "--shadow"], "cli.ways-exclusive"],
    [["--canary", "--dwell", "soon"], "kernel.duration-malformed"],
  ])("with %j is refused", async (options, code) => {
    const model = await train(0.9);
    expect((await json("release", "shop", model, ...options)).error.code).toBe(code);
  });
});

test("a command that changes what is served returns when every server has taken it up, and says which has not", async () => {
  const model = await train(0.9);
  const told: ServingMessage[] = [];
  const board = servingBoard(join(desk.folder, ".alidade"));
  const good = await board.announce(["shop"], async (message) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    told.push(message);
    return { taken: true };
  });
  expect((await desk.run("release", "shop", model)).out).toContain("The running server decides by it now.");
  expect(told).toEqual([{ kind: "changed", system: "shop", epoch: 1 }]);
  const stuck = await board.announce(["shop"], async () => ({ taken: false, why: "its disk is gone" }));
  const { exit, out } = await desk.run("weights", "set", "shop", "bought=0.5", "--why", "calmer");
  expect(exit).toBe(1);
  expect(out).toContain("1 of 2 servers decide by it now.");
  expect(out).toContain("did not take it up: its disk is gone");
  await Promise.all([good.close(), stuck.close()]);
});
