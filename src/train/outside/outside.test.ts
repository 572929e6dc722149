import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineCompute, outsideOf } from "../../backends/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import { decodeModel, encodeModel } from "../../model/index.ts";
import { silentProgress } from "../../report/index.ts";
import { command, imported, type LearnerRef } from "../../system/index.ts";
import { type Bench, clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { isReproduced, reproduce } from "../index.ts";
import { stumpTrainer } from "./stump-trainer.conformance.ts";

closeBenches();
const folder = mkdtempSync(join(tmpdir(), "alidade-outside-"));
// Commands work in temporary folders: here, where no other test's are.
const temporary = process.env.TMPDIR;
beforeAll(() => {
  process.env.TMPDIR = join(folder, "temporary");
  mkdirSync(process.env.TMPDIR);
});
afterAll(() => {
  if (temporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temporary;
  rmSync(folder, { recursive: true, force: true });
});

const table = simulatedVisits({ rows: 1_500 });
const outside = outsideOf({ from: folder });

function trainer(name: string, spoil = ""): readonly string[] {
  writeFileSync(join(folder, name), stumpTrainer(spoil));
  return [process.execPath, name];
}

function withLearner(learner: LearnerRef): ReturnType<typeof clinic> {
  return clinic({ learner, folds: 2 });
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("alidade-command-"));
}

async function codeOf(work: Promise<unknown>): Promise<readonly [string, string]> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return isAlidadeError(thrown) ? [thrown.code, thrown.message] : ["none", String(thrown)];
}

describe("a command as a learner", () => {
  const learner = command({ run: trainer("fit.mjs") });
  const trained = async (bench: Bench) => bench.run(withLearner(learner), table, { outside });

  test("is trained, judged and registered with what happened", async () => {
    const bench = await openBench();
    const { result } = await trained(bench);
    expect(result.gate.verdict).toBe("pass");
    const { version } = await bench.registry.loadModel(result.models[0]!.id);
    expect(version.lineage).toMatchObject({ learner: "command", params: { run: learner.params.run, tolerance: 0 } });
    expect(version.outside).toMatchObject({
      kind: "command",
      difference: 0,
      tolerance: 0,
      log: "learned from 1500 rows",
    });
  });

  test("gives the very model again, and the history says so", async () => {
    const bench = await openBench();
    const { result } = await trained(bench);
    const { registry, state } = bench;
    const deps = { registry, blobs: state.blobs, progress: silentProgress, outside, compute: inlineCompute };
    const found = await reproduce(withLearner(learner), result.models[0]!.id, deps);
    expect(found).toMatchObject({ same: true, outside: { difference: 0, tolerance: 0 } });
    expect((await registry.history("clinic")).at(-1)).toMatchObject({ what: "model.reproduced" });
  });

  test("whose answers vary is refused, unless it declares by how much they may", async () => {
    const spoil = "leaves = leaves.map((leaf) => leaf + 0.02 * Math.random());";
    const strict = await openBench();
    const refused = strict.run(withLearner(command({ run: trainer("vary.mjs", spoil) })), table, { outside });
    expect((await codeOf(refused))[0]).toBe("train.command-not-deterministic");
    const loose = await openBench();
    const declared = withLearner(command({ run: trainer("vary.mjs", spoil), tolerance: 0.02 }));
    const { result } = await loose.run(declared, table, { outside });
    const { registry, state } = loose;
    const deps = { registry, blobs: state.blobs, progress: silentProgress, outside, compute: inlineCompute };
    const found = await reproduce(declared, result.models[0]!.id, deps);
    expect(found.same).toBe(false);
    expect(found.outside!.difference).toBeGreaterThan(0);
    expect(isReproduced(found)).toBe(true);
  });
});

/** How the last run ended, and what it left in the registry and on the disk. */
async function failureAndTrace({ registry }: Bench): Promise<object> {
  const [last] = (await registry.findRuns("clinic", {})).runs;
  return {
    status: last?.status,
    error: last?.facts.error,
    models: await registry.models("clinic"),
    leftovers: leftovers(),
  };
}

/** A model of Alidade's own, as a trainer that lies might leave it. */
function ourModel(task: "binary" | "multiclass", classes: readonly string[], output: number): string {
  const model = {
    format: "constant",
    signature: { task, features: [], classes },
    calibration: { kind: "none" },
    body: { outputs: classes.length > 0 ? classes.map(() => output) : [output] },
  } as const;
  return JSON.stringify(new TextDecoder().decode(encodeModel(model)));
}

describe("a command that goes wrong", () => {
  const node = (code: string): readonly string[] => [
    process.execPath,
    "-e",
    `const fs = require("node:fs"); const job = JSON.parse(fs.readFileSync(process.env.ALIDADE_JOB, "utf8")); ${code}`,
  ];
  const leaves = (content: string): readonly string[] => node(`fs.writeFileSync(job.output + "/model", ${content});`);

  test.each<readonly [string, readonly string[], string, RegExp]>([
    [
      "floods its output and fails",
      node(
        'for (let i = 0; i < 20000; i++) fs.writeSync(1, "x".repeat(1024)); fs.writeSync(2, "no luck"); process.exit(3);',
      ),
      "train.command-failed",
      /ended with exit code 3[\s\S]*no luck$/,
    ],
    ["is killed", node('process.kill(process.pid, "SIGKILL");'), "train.command-failed", /stopped by a signal/],
    ["leaves no model", node(""), "train.command-failed", /left no file/],
    ["is not there", ["no-such-program"], "train.command-not-started", /there is no program `no-such-program`/],
    ["leaves rubbish", leaves('"hello"'), "model.import-unrecognised", /is none of them/],
    ["leaves an empty file", leaves('""'), "model.import-unrecognised", /is empty/],
    [
      "leaves a file of gigabytes",
      node('const path = job.output + "/model"; fs.writeFileSync(path, ""); fs.truncateSync(path, 3e9);'),
      "train.model-file-too-large",
      /holds 3000000000 bytes/,
    ],
    [
      "reads another feature",
      trainer("names.mjs", 'names = ["hair"];'),
      "train.model-unfit",
      /`hair` \(number\) is missing/,
    ],
    [
      "predicts a number where a yes or no was asked for",
      trainer("task.mjs", 'objective = "regression";'),
      "train.model-unfit",
      /objective is for the task regression. Got binary/,
    ],
    [
      "predicts something else",
      leaves(ourModel("multiclass", ["a", "b"], 0.5)),
      "train.model-unfit",
      /predicts multiclass/,
    ],
    [
      "answers with what is no number",
      trainer("nan.mjs", "leaves = leaves.map(() => NaN);"),
      "model.import-malformed",
      /a leaf of tree 0 is not a number/,
    ],
  ])("and %s is refused, and leaves nothing behind", async (...[, run, code, words]) => {
    const bench = await openBench();
    const [got, message] = await codeOf(bench.run(withLearner(command({ run })), table, { outside }));
    expect([got, message]).toEqual([code, expect.stringMatching(words)]);
    expect(await failureAndTrace(bench)).toEqual({ status: "failed", error: code, models: [], leftovers: [] });
  });

  // The only one with a limit of its own: any other has all the time that it takes on a slow machine.
  test("and hangs is stopped, and leaves nothing behind", async () => {
    const bench = await openBench();
    const learner = command({ run: node("setInterval(() => {}, 1000);"), timeout: "1s" });
    const [code, message] = await codeOf(bench.run(withLearner(learner), table, { outside }));
    expect([code, message]).toEqual(["train.command-failed", expect.stringMatching(/was stopped after 1 s/)]);
    expect(await failureAndTrace(bench)).toEqual({ status: "failed", error: code, models: [], leftovers: [] });
  });

  test("is not even tried where nothing can run", async () => {
    const bench = await openBench();
    expect((await codeOf(bench.run(withLearner(command({ run: node("") })), table)))[0]).toBe(
      "train.outside-unavailable",
    );
  });
});

describe("a model that is there already", () => {
  test("is judged as it is, with a word about what it may have seen, and keeps its file's hash", async () => {
    const first = await openBench();
    const made = await first.run(withLearner(command({ run: trainer("made.mjs") })), table, { outside });
    const { bytes } = await first.registry.loadModel(made.result.models[0]!.id);
    writeFileSync(join(folder, "ours.json"), bytes);

    const bench = await openBench();
    const { result } = await bench.run(withLearner(imported({ file: "ours.json" })), table, { outside });
    expect(result.warnings.map(({ code }) => code)).toContain("model.saw-rows");
    expect(result.gate).toMatchObject({ verdict: "insufficient", reasons: [{ code: "model.saw-rows" }, {}, {}, {}] });
    const { version, bytes: kept } = await bench.registry.loadModel(result.models[0]!.id);
    expect(version.outside).toMatchObject({ kind: "imported", file: "ours.json" });
    expect(decodeModel(kept).body).toEqual(decodeModel(bytes).body);
  });

  test("passes the gate on unseen rows once somebody has declared that they are", async () => {
    const bench = await openBench();
    const { result } = await bench.run(withLearner(imported({ file: "ours.json", unseen: true })), table, { outside });
    expect(result.gate.verdict).toBe("pass");
    expect(result.warnings.map(({ code }) => code)).not.toContain("model.saw-rows");
  });

  test("and is not there, or is damaged, is named", async () => {
    writeFileSync(join(folder, "cut.txt"), "tree\nversion=v4\nnum_class=1\n");
    const bench = await openBench();
    const codeFor = async (file: string): Promise<string> =>
      (await codeOf(bench.run(withLearner(imported({ file })), table, { outside })))[0];
    expect(await codeFor("nowhere.txt")).toBe("train.model-file-not-found");
    expect(await codeFor("cut.txt")).toMatch(/^model\.import-(cut-short|malformed)$/);
  });
});
