import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OnnxTensor } from "../model/index.ts";
import { onnxRuntime } from "./onnx-runtime.ts";

/** Packages of the runtime's name and interface that behave as a real one may on a bad day. */
const PACKAGES = {
  well: "return { y: feeds.x }",
  slow: "for (;;) {}",
  dying: "process.exit(3)",
  refusing: "throw new Error('no such operator')",
  silent: "return {}",
} as const;

const header = `
class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
const create = async (model) => {
  if (model.length === 0) throw new Error("an empty file");
  return { run: async (feeds) => {`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alidade-runtime-"));
  for (const [name, body] of Object.entries(PACKAGES)) {
    const home = join(folder, name, "node_modules", "onnxruntime-node");
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, "index.js"),
      `${header} ${body} } };\n};\nmodule.exports = { Tensor, InferenceSession: { create } };`,
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const runtimeOf = (name: keyof typeof PACKAGES, timeoutMs = 5_000) =>
  onnxRuntime({ from: join(folder, name), timeoutMs });
const file = Uint8Array.of(1);
const numbers: OnnxTensor = { type: "float", dims: [1, 2], data: Float64Array.of(1.5, Number.NaN) };

describe("a runtime on a thread of its own", () => {
  test("answers while its caller waits, in every type", () => {
    const session = runtimeOf("well").open(file);
    const tensors: readonly OnnxTensor[] = [
      numbers,
      { type: "double", dims: [1], data: Float64Array.of(0.1) },
      { type: "int64", dims: [2], data: Float64Array.of(-3, 2 ** 40) },
      { type: "bool", dims: [1], data: Float64Array.of(1) },
      { type: "string", dims: [1, 1], data: ["Rīga"] },
    ];
    for (const tensor of tensors) expect(session.run(new Map([["x", tensor]]), "y")).toEqual(tensor);
  });

  test("that hangs is ended, and stays so", () => {
    const session = runtimeOf("slow", 400).open(file);
    expect(() => session.run(new Map(), "y")).toThrow(/must answer within 400 ms/);
    const before = performance.now();
    expect(() => session.run(new Map(), "y")).toThrow(/must answer within 400 ms/);
    // It is not waited for a second time.
    expect(performance.now() - before).toBeLessThan(400);
  });

  test("that dies is an error", () => {
    const session = runtimeOf("dying").open(file);
    expect(() => session.run(new Map(), "y")).toThrow(/its thread ended/);
    expect(() => session.run(new Map(), "y")).toThrow(/its thread ended/);
  });

  test("that refuses says why, and takes the next row", () => {
    const session = runtimeOf("refusing").open(file);
    expect(() => session.run(new Map(), "y")).toThrow(/no such operator/);
    expect(() => session.run(new Map(), "y")).toThrow(/no such operator/);
    expect(() => runtimeOf("well").open(new Uint8Array())).toThrow(/an empty file/);
    expect(() => runtimeOf("silent").open(file).run(new Map(), "y")).toThrow(/it gave no output/);
  });

  test("that is not installed says what to install", () => {
    expect(() => onnxRuntime({ from: join(folder, "nowhere") }).open(file)).toThrow(
      /onnxruntime-node, which was not found/,
    );
  });
});
