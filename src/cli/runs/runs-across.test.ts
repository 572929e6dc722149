import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const state = await openState(join(desk.folder, ".alidade"), { create: true });
  const clock = virtualClock(1_000);
  const registry = registryOf({ state, clock, who: "ada" });
  const draft = { snapshot: "snp", seed: 1, why: "test" };
  const end = { status: "finished", models: [], facts: {} } as const;
  for (const [i, system] of ["shop", "bank", "shop", "bank"].entries()) {
    const learner =
      system === "shop"
        ? { learner: "logistic", params: { l2: 1 + i } }
        : { learner: "gbdt", params: { rounds: 100, numLeaves: 15 } };
    const run = await registry.startRun({ ...draft, system, params: { bought: learner } });
    clock.advance(1_000);
    await registry.endRun(run, { ...end, metrics: i === 0 ? {} : { "bought.rocAuc": 0.9 - i / 10 } });
  }
  const trial = { ...draft, system: "bank", kind: "trial", parent: "run_bank_1", took: 5 } as const;
  await registry.addRun(trial, end);
  await state.close();
});
afterAll(() => desk.remove());

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run("runs", ...argv, "--json")).out);
const ids = async (...argv: readonly string[]) =>
  (await json(...argv)).runs.map(({ id }: { readonly id: string }) => id.replace("run_", ""));

test("without a system the runs of all are listed, newest first, with their system", async () => {
  expect(await ids()).toEqual(["bank_2", "shop_2", "bank_1", "shop_1"]);
  expect(await ids("bank")).toEqual(["bank_2", "bank_1"]);
  expect(await json("--limit", "1")).toMatchObject({ system: null, total: 4 });
  expect(await ids("--limit", "2", "--offset", "1")).toEqual(["shop_2", "bank_1"]);
  const { out, exit } = await desk.run("runs");
  expect(exit).toBe(0);
  expect(out).toMatch(/Run +System +Kind/);
});

test("they are sorted and filtered together; what has no such field comes last, either way", async () => {
  expect(await ids("--sort", "rocAuc")).toEqual(["bank_2", "shop_2", "bank_1", "shop_1"]);
  expect(await ids("--sort", "rocAuc", "--descending")).toEqual(["bank_1", "shop_2", "bank_2", "shop_1"]);
  expect(await ids("--where", "rocAuc>0.65")).toEqual(["shop_2", "bank_1"]);
});

test("a run's full name is enough", async () => {
  expect(await ids("--parent", "run_bank_1")).toEqual(["bank_3"]);
  expect((await json("show", "run_bank_2")).run.system).toBe("bank");
  expect(await ids("compare", "run_shop_1", "run_bank_1")).toEqual(["shop_1", "bank_1"]);
});

test("runs differ in no parameter that only one has and leaves at its default", async () => {
  const { differences } = await json("diff", "run_shop_1", "run_bank_1");
  const params = differences.filter(({ name }: { readonly name: string }) => /learner|l2|rounds|Leaves/.test(name));
  expect(params).toEqual([
    { name: "bought.learner", a: "logistic", b: "gbdt" },
    { name: "bought.numLeaves", b: 15 },
  ]);
  const { out } = await desk.run("runs", "compare", "run_shop_1", "run_shop_2", "run_bank_1");
  expect(out).toMatch(/Run +rocAuc +learner +l2 +numLeaves$/m);
  expect(out).not.toContain("rounds");
  expect(out).not.toContain("15.0");
});
