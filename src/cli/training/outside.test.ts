import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { modelPorts, openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import { stumpTrainer } from "../../train/outside/stump-trainer.conformance.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);

/** The shop's system with another learner. */
async function writeWith(name: string, learner: string): Promise<void> {
  const text = `import { command, imported } from "alidade";
import shop from "./system.mts";
export default { ...shop, heads: { bought: { ...shop.heads.bought, learner: ${learner} } } };`;
  await desk.write(join("shop", name), text);
}

let model: string;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
  await desk.write(join("shop", "train.mjs"), stumpTrainer());
  await writeWith("node.mts", `command({ run: [${JSON.stringify(process.execPath)}, "train.mjs"] })`);
  const trained = await json("train", "shop/node.mts");
  expect(trained.error).toBeUndefined();
  model = trained.models[0].id;
}, 60_000);
afterAll(() => desk.remove());

describe("a system whose learner is a command", () => {
  test("trains, serves and decides as any other", async () => {
    expect((await desk.run("release", "shop", model, "--why", "to be served")).exit).toBe(0);
    const { system } = await loadSystem("shop/node.mts", desk.folder);
    const state = await openState(join(desk.folder, ".alidade"), { create: false });
    const clock = virtualClock(5_000);
    const registry = registryOf({ state, clock, who: "ada" });
    const { journal } = state;
    const deps = { registry, journal, clock, ids: seededIds(1), stopwatch: () => 0, ports: modelPorts() };
    const decider = await deciderOf([system], deps);
    const { id, body } = await decider.decide(system, { entity: "7", given: { visits: 9, channel: "web" } });
    await state.close();
    expect(body.versions.models).toEqual({ bought: model });
    expect(body.heads?.bought?.[0]).toBeGreaterThan(0.5);
    expect((await desk.run("decisions", "replay", id, "shop/node.mts")).out).toContain("bit for bit");
  });

  test("is made again, and the history keeps what came of it", async () => {
    const { exit, out } = await desk.run("reproduce", "shop/node.mts", model);
    expect(exit).toBe(0);
    expect(out).toContain("byte for byte");
    const { events } = await json("history", "shop");
    expect(events[0]).toMatchObject({ what: "model.reproduced", subject: model, facts: { same: true, difference: 0 } });
  });

  test("has no parameters to search for", async () => {
    expect((await json("search", "shop/node.mts")).error.code).toMatch(/^(train|learn|params)\./);
  });

  test("says what is missing when its program is not there", async () => {
    await writeWith("absent.mts", 'command({ run: ["python-that-is-not-there", "train.py"] })');
    const { exit, err } = await desk.run("train", "shop/absent.mts");
    expect(exit).toBe(3);
    expect(err).toContain("there is no program `python-that-is-not-there`");
  });

  test("is refused with a sentence when it is declared wrongly", async () => {
    await writeWith("wrong.mts", "command({ run: [] })");
    expect((await json("train", "shop/wrong.mts")).error.code).toBe("system.invalid");
  });
});

describe("a model goes out and comes in again", () => {
  test("as LightGBM's text, with what is left out, and never over a file", async () => {
    const made = await json("models", "export", model, "--to", "lightgbm", "--out", "shop/model.txt");
    expect(made).toMatchObject({ model, to: "lightgbm", file: "shop/model.txt" });
    const again = await desk.run("models", "export", model, "--to", "lightgbm", "--out", "shop/model.txt");
    expect(again.err).toContain("cli.input.file-exists");
    const { out } = await desk.run("models", "inspect", "shop/model.txt", "--system", "shop");
    expect(out).toContain("shop can use it, for bought.");
    expect(out).toMatch(/Objective\s+binary/);
    await writeWith("imported.mts", 'imported({ file: "model.txt" })');
    const { gate } = await json("train", "shop/imported.mts");
    expect(gate.reasons[0].code).toBe("model.saw-rows");
    const said = (await desk.run("train", "shop/imported.mts")).out.replace(/\s+/g, " ");
    expect(said.match(/may have learned from the rows/g)).toHaveLength(1);
  });

  test("as ONNX, which holds the calibration too", async () => {
    await json("models", "export", model, "--to", "onnx", "--out", "model.onnx");
    expect(await json("models", "inspect", "model.onnx")).toMatchObject({ format: "onnx", task: "binary" });
  });

  test("and one that reads other features is refused with their names", async () => {
    await desk.write("hair.txt", stumpText("hair"));
    const { exit, out } = await desk.run("models", "inspect", "hair.txt", "--system", "shop");
    expect(exit).toBe(1);
    expect(out).toMatch(/The system lacks\s+hair/);
    expect(out).toMatch(/The model does not read\s+.*visits/);
    expect((await desk.run("models", "inspect", "hair.txt", "--system", "shop", "--features", "visits")).exit).toBe(0);
  });

  test.each([
    [["models", "inspect", "nowhere.txt"], "train.model-file-not-found"],
    [["models", "inspect", "shop.csv"], "model.import-unrecognised"],
    [["models", "export", "mdl_nope", "--to", "onnx"], "registry.model-unknown"],
    [["models", "export", "mdl_nope", "--to", "pmml"], "cli.usage"],
  ])("%j is refused with %s", async (argv, code) => {
    expect((await json(...argv)).error.code).toBe(code);
  });
});

/** A tree of one split, in LightGBM's text format. */
function stumpText(feature: string): string {
  const tree = [
    "Tree=0",
    "num_leaves=2",
    "num_cat=0",
    "split_feature=0",
    "split_gain=1",
    "threshold=4.5",
    "decision_type=2",
    "left_child=-1",
    "right_child=-2",
    "leaf_value=-1 1",
    "shrinkage=1",
  ];
  const head = [
    "tree",
    "version=v4",
    "num_class=1",
    "num_tree_per_iteration=1",
    "max_feature_idx=0",
    "objective=binary sigmoid:1",
    `feature_names=${feature}`,
    "feature_infos=[0:9]",
    "",
  ];
  return [...head, ...tree, "", "", "end of trees", "", "pandas_categorical:[]", ""].join("\n");
}
