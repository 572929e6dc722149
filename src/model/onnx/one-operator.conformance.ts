import { planOf, runPlan } from "./plan.ts";
import { readModel } from "./proto/graph.ts";
import { type WrittenAttribute, writeModel } from "./proto/write.ts";
import type { NumberType, Tensor } from "./tensor.ts";

// For tests: one operator in a file of its own, written, read and run.

export interface OneOperator {
  readonly op: string;
  readonly domain?: string;
  readonly opset?: number;
  /** A hole is an input that is left out. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes?: Readonly<Record<string, WrittenAttribute>>;
  /** How many outputs it has, and which is asked for. */
  readonly outputs?: readonly [count: number, asked: number];
}

/** The output of the operator on constant inputs. */
export function runOne({ op, domain = "", opset, inputs, attributes = {}, outputs = [1, 0] }: OneOperator): Tensor {
  const names = inputs.map((tensor, i) => (tensor === undefined ? "" : `in${i}`));
  const constants = new Map(inputs.flatMap((tensor, i) => (tensor === undefined ? [] : [[`in${i}`, tensor] as const])));
  const made = Array.from({ length: outputs[0] }, (_, i) => `out${i}`);
  const bytes = writeModel({
    nodes: [{ op, domain, inputs: names, outputs: made, attributes }],
    constants,
    inputs: [],
    outputs: [{ name: "out0", type: "float", dims: [-1] }],
    opsets: { [domain]: opset ?? (domain === "" ? 17 : 3) },
  });
  return runPlan(planOf(readModel(bytes), `out${outputs[1]}`), new Map());
}

/** A tensor of numbers. */
export function tensor(dims: readonly number[], data: readonly number[], type: NumberType = "float"): Tensor {
  return { type, dims, data: Float64Array.from(data) };
}

/** A tensor of texts. */
export function texts(dims: readonly number[], data: readonly string[]): Tensor {
  return { type: "string", dims, data };
}
