import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { type RunDraft, registryOf } from "../../registry/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
  const state = await openState(join(desk.folder, ".alidade"), { create: true });
  const clock = virtualClock(1_000);
  const registry = registryOf({ state, clock, who: "ada" });
  const provenance = {
    commit: "0123456789abcdef",
    dirty: true,
    node: "v24",
    platform: "linux x64",
    cpus: 2,
    version: "1",
  };
  const draft: RunDraft = { system: "shop", snapshot: "snp", seed: 1, why: "test", provenance };
  const params = (l2: number) => ({ bought: { learner: "logistic", params: { l2 } } });
  const first = await registry.startRun({ ...draft, params: params(1) });
  clock.advance(3_000);
  const end = {
    status: "finished",
    models: ["mdl_1"],
    facts: {},
    metrics: { "bought.rocAuc": 0.7, "bought.logLoss": 0.5 },
  } as const;
  await registry.endRun(first, {
    ...end,
    curves: {
      validation: [
        [1, 0.6],
        [2, 0.5],
      ],
    },
  });
  const second = await registry.startRun({
    ...draft,
    seed: 2,
    params: params(10),
    provenance: { ...provenance, commit: "fedcba9876543210" },
  });
  await registry.endRun(second, { ...end, metrics: { "bought.rocAuc": 0.8, "bought.logLoss": 0.4 } });
  const failed = await registry.startRun(draft);
  await registry.endRun(failed, { status: "failed", models: [], facts: { error: "learn.one-class" } });
  const search = await registry.startRun({
    ...draft,
    kind: "search",
    params: { settings: { method: "tpe", trials: 40 } },
  });
  for (let i = 0; i < 40; i++) {
    const metrics = { "bought.logLoss": 0.3 + ((i * 7) % 40) / 100 };
    const trial = { ...draft, kind: "trial", parent: search.id, params: params(2 ** (i % 10)), took: 5 } as const;
    await registry.addRun(trial, { status: "finished", models: [], facts: { study: "all rows", number: i }, metrics });
  }
  const apart = { ...draft, kind: "trial", parent: search.id, params: params(1), took: 5 } as const;
  const facts = { study: "without part 1", number: 0 };
  await registry.addRun(apart, { status: "finished", models: [], facts, metrics: { "bought.logLoss": 0.1 } });
  await registry.endRun(search, { status: "finished", models: [], facts: {}, metrics: { "bought.logLoss": 0.31 } });
  await state.close();
});
afterAll(() => desk.remove());

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run("runs", ...argv, "--json")).out);
const ids = ({ runs }: { readonly runs: readonly { readonly id: string }[] }) =>
  runs.map(({ id }) => id.replace("run_shop_", ""));

describe("the list of runs", () => {
  test("has trainings and searches, newest first, and trials when they are asked for", async () => {
    expect(ids(await json())).toEqual(["4", "3", "2", "1"]);
    expect(await json("--kind", "trial", "--limit", "3")).toMatchObject({ total: 41 });
    expect(ids(await json("--parent", "run_shop_4", "--limit", "2", "--offset", "1"))).toEqual(["44", "43"]);
    expect((await desk.run("runs", "--parent", "run_shop_4", "--limit", "2")).out).toContain("2 of 41");
  });

  test("is filtered and sorted by metrics and parameters, with or without their head", async () => {
    expect(ids(await json("--where", "rocAuc>0.75"))).toEqual(["2"]);
    expect(ids(await json("shop", "--where", "bought.rocAuc >= 0.7, status=finished", "--sort", "rocAuc"))).toEqual([
      "1",
      "2",
    ]);
    expect(ids(await json("--where", "status!=finished"))).toEqual(["3"]);
    expect(ids(await json("--where", "learner=logistic", "--sort", "l2", "--descending"))).toEqual(["2", "1"]);
    expect((await desk.run("runs", "--where", "rocAuc>0.75")).out).toMatch(/bought\.rocAuc[\s\S]*0\.8/);
    expect((await desk.run("runs", "--where", "rocAuc>0.99")).out).toContain("No run fits.");
  });

  test.each([
    ["rocAuc", "cli.where-malformed", 2],
    ["rocAuc>", "cli.where-malformed", 2],
    ["rocAuc==0.7", "cli.where-malformed", 2],
    ["rocAuc=>0.7", "cli.where-malformed", 2],
    [`seed=1${",seed=1".repeat(1500)}`, "cli.where-malformed", 2],
    ["magic>1", "cli.input.field-unknown", 3],
    ["x'||=1", "cli.input.field-unknown", 3],
  ])("with --where %j is refused with %s", async (where, code, exit) => {
    const ran = await desk.run("runs", "--where", where, "--json");
    expect([JSON.parse(ran.out).error.code, ran.exit]).toEqual([code, exit]);
  });
});

describe("a run", () => {
  test("is shown with its parameters, its code, its machine and its curves", async () => {
    const { run, curves } = await json("show", "run_shop_1");
    expect(run).toMatchObject({ params: { bought: { params: { l2: 1 } } }, took: 3_000 });
    expect(curves).toEqual({
      validation: [
        [1, 0.6],
        [2, 0.5],
      ],
    });
    const { out } = await desk.run("runs", "show", "run_shop_1");
    for (const words of [
      "bought.l2",
      "0123456789ab with changes",
      "linux x64",
      "bought.rocAuc",
      "Learning curves",
      "mdl_1",
    ])
      expect(out).toContain(words);
    expect((await desk.run("runs", "show", "run_shop_4")).out).toContain("41 trials");
    expect((await desk.run("runs", "show", "run_shop_3")).out).toContain("learn.one-class");
  });

  test("differs from another in what is told, and in nothing else", async () => {
    const { differences } = await json("diff", "run_shop_1", "run_shop_2");
    expect(differences).toEqual([
      { name: "seed", a: 1, b: 2 },
      { name: "bought.rocAuc", a: 0.7, b: 0.8 },
      { name: "bought.logLoss", a: 0.5, b: 0.4 },
      { name: "bought.l2", a: 1, b: 10 },
      { name: "commit", a: "0123456789abcdef", b: "fedcba9876543210" },
    ]);
    expect((await desk.run("runs", "diff", "run_shop_1", "run_shop_1")).out).toContain("do not differ");
  });

  test("that is not there is refused", async () => {
    for (const id of ["run_shop_99", "run_bank_1", "nonsense"])
      expect((await json("show", id)).error.code).toBe("registry.run-unknown");
  });
});

describe("a comparison", () => {
  test("shows a search's trials, the best first, by what differs; the page has them all", async () => {
    const { runs, report } = await json("compare", "--parent", "run_shop_4", "--html");
    const losses = runs.map(({ metrics }: { metrics: Record<string, number> }) => metrics["bought.logLoss"]);
    expect(losses).toHaveLength(40);
    expect(losses).toEqual(losses.toSorted((a: number, b: number) => a - b));
    const { readFile } = await import("node:fs/promises");
    expect(await readFile(report, "utf8")).toContain("Parallel plot");
    const { out } = await desk.run("runs", "compare", "--parent", "run_shop_4");
    expect(out).toContain("The first 30 of 40 trials that choose are listed; --html has all.");
    expect(out.replace(/\s+/g, " ")).toContain("ran 41 in all: the other 1 only checks");
    const few = await desk.run("runs", "compare", "--parent", "run_shop_4", "--limit", "5");
    expect(few.out).toContain("The first 5 of 40 trials that choose are listed; --limit takes more.");
    expect(out).not.toContain("bought.learner");
  });

  test("leaves out the trials of a search that chose without a part", async () => {
    const { runs } = await json("compare", "--parent", "run_shop_4");
    expect(new Set(runs.map(({ facts }: { facts: { study: string } }) => facts.study))).toEqual(new Set(["all rows"]));
  });

  test("of named runs needs two", async () => {
    expect(ids(await json("compare", "run_shop_1", "run_shop_2", "--sort", "rocAuc", "--descending"))).toEqual([
      "2",
      "1",
    ]);
    expect((await json("compare", "run_shop_1")).error.code).toBe("cli.usage");
  });
});

describe("a fork", () => {
  test("trains with the run's parameters and what was changed, and names its parent", async () => {
    await json("fork", "shop", "run_shop_2", "--set", "l2=3");
    const [newest] = (await json("--limit", "1")).runs;
    expect(newest).toMatchObject({
      parent: "run_shop_2",
      params: { bought: { learner: "logistic", params: { l2: 3 } } },
    });
    expect(newest.provenance).toMatchObject({ node: process.version, version: "1.2.3" });
    expect(newest.metrics["bought.rocAuc"]).toBeGreaterThan(0.5);
  });

  test.each([
    [["run_shop_4"], "cli.input.fork-impossible"],
    [["run_shop_3"], "cli.input.fork-impossible"],
    [["run_shop_1", "--set", "l2"], "cli.setting-malformed"],
    [["run_shop_1", "--set", "l2=-1"], "params.invalid"],
    [["run_shop_1", "--set", "magic=1"], "params.unknown"],
  ])("of %j is refused with %s", async (argv, code) => {
    expect((await json("fork", "shop", ...argv)).error.code).toBe(code);
  });
});
