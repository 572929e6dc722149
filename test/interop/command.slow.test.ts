import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import commanded from "../../examples/lightgbm/system.mts";
import { outsideOf } from "../../src/backends/index.ts";
import { decodeModel, type Model, scoreRow } from "../../src/model/index.ts";
import { command } from "../../src/system/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../../src/train/clinic.conformance.ts";
import { findPython, withoutPython } from "./python.ts";

const packages = ["lightgbm", "pandas", "pyarrow"];
const python = findPython(packages);
if (python === undefined) console.warn(`command: ${withoutPython(packages)}`);

closeBenches();
const example = fileURLToPath(new URL("../../examples/lightgbm/", import.meta.url));
const outside = outsideOf({ from: example });
const table = simulatedVisits({ rows: 2_400 });

function learned(run: readonly string[]): ReturnType<typeof clinic> {
  return clinic({ learner: command({ run }), folds: 2 });
}

test("the example runs the trainer that stands beside it", () => {
  expect(commanded.heads.risk.learner).toMatchObject({ learner: "command", params: { run: ["python3", "train.py"] } });
});

describe.skipIf(python === undefined)("the LightGBM trainer of the example", () => {
  test("learns a small sample, twice the same, and is judged as any learner", { timeout: 120_000 }, async () => {
    const bench = await openBench();
    const { result } = await bench.run(learned([python ?? "", "train.py"]), table, { outside });
    expect(result.gate.verdict).toBe("pass");
    const { version, bytes } = await bench.registry.loadModel(result.models[0]?.id ?? "");
    expect(version.outside).toMatchObject({
      difference: 0,
      log: expect.stringMatching(/^LightGBM .* 80 trees on 2400 rows$/),
    });
    const model: Model = decodeModel(bytes);
    expect(model.signature.features).toContainEqual({ name: "ward", kind: "text" });
    const risk = (visits: number): number =>
      scoreRow(model, { visits, age: 50, sum: 50 + visits, ward: "north" })[0] ?? 0;
    expect(risk(5)).toBeGreaterThan(risk(0) + 0.2);
  });

  test("says which package is missing", async () => {
    const bench = await openBench();
    // Without site packages there is no LightGBM.
    const run = bench.run(learned([python ?? "", "-I", "-S", "train.py"]), table, { outside });
    await expect(run).rejects.toThrow("needs the Python package lightgbm: pip install lightgbm pandas pyarrow");
  });
});
