import { isAlidadeError, messageOf } from "../../kernel/index.ts";
import { onnxEvaluation, onnxMalformed, onnxOperators, onnxVersion } from "./errors.ts";
import type { OnnxGraph, OnnxNode } from "./graph.ts";
import { OPSETS, operatorOf } from "./operators.ts";
import type { Kernel } from "./ops/kernel.ts";
import type { Tensor } from "./tensor.ts";

interface Step {
  readonly op: string;
  readonly kernel: Kernel;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What nobody reads after this step. */
  readonly done: readonly string[];
}

/** A graph made ready to run: attributes read, order checked, only what leads to the outputs asked for. */
export interface Plan {
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly steps: readonly Step[];
  readonly output: string;
}

/** All tensors of one run together may have this many elements: 2^27. */
const BUDGET = 2 ** 27;

const plans = new WeakMap<OnnxGraph, Plan>();

/** Prepares a graph for one of its outputs, once. Throws `onnx.operator-unsupported`, `onnx.version-unsupported`, `onnx.malformed`. */
export function planOf(graph: OnnxGraph, output: string): Plan {
  const ready = plans.get(graph);
  if (ready?.output === output) return ready;
  const made = prepare(graph, output);
  plans.set(graph, made);
  return made;
}

function prepare(graph: OnnxGraph, output: string): Plan {
  const nodes = leadingTo(graph, output);
  const operators = new Set(nodes.flatMap((node) => problemOf(graph, node) ?? []));
  if (operators.size > 0) throw onnxOperators({ operators: [...operators] });
  const lastUse = new Map(nodes.flatMap(({ inputs }, i) => inputs.map((name) => [name, i] as const)));
  const isMine = (name: string): boolean => name !== output && !graph.constants.has(name);
  const steps = nodes.map((node, i) => ({
    ...prepared(graph, node),
    done: node.inputs.filter((name) => lastUse.get(name) === i && isMine(name)),
  }));
  return { constants: graph.constants, steps, output };
}

/** Why a node is not evaluated here, in the words of its operator: `LSTM`, or `MatMul (of such data)`. */
function problemOf({ unread }: OnnxGraph, node: OnnxNode): string | undefined {
  const name = node.domain === "" ? node.op : `${node.domain}.${node.op}`;
  if (operatorOf(node) === undefined) return name;
  return node.inputs.some((input) => unread.has(input))
    ? `${name} (of half precision, sparse or other such data)`
    : undefined;
}

function prepared(graph: OnnxGraph, node: OnnxNode): Omit<Step, "done"> {
  const { op, domain, inputs, outputs } = node;
  const opset = opsetOf(graph, domain);
  const prepare = operatorOf(node);
  if (prepare === undefined) throw onnxOperators({ operators: [op] });
  return { op, inputs, outputs, kernel: prepare({ ...node, opset }) };
}

function opsetOf({ opsets }: OnnxGraph, domain: string): number {
  const version = opsets.get(domain);
  const range = OPSETS[domain];
  if (version === undefined || range === undefined)
    throw onnxMalformed({ what: `the operators of ${JSON.stringify(domain)} have no version` });
  if (version >= range.oldest && version <= range.newest) return version;
  throw onnxVersion({ what: `set of operators ${domain === "" ? "ai.onnx" : domain}`, version, ...range });
}

/** The nodes that an output depends on, in the order of the file, which must be one in which they can run. */
function leadingTo(graph: OnnxGraph, output: string): readonly OnnxNode[] {
  const wanted = new Set([output]);
  const needed = graph.nodes.toReversed().filter((node) => {
    const isNeeded = node.outputs.some((name) => wanted.has(name));
    if (isNeeded) for (const name of node.inputs) if (name !== "") wanted.add(name);
    return isNeeded;
  });
  const nodes = needed.reverse();
  checkOrder(graph, nodes, output);
  return nodes;
}

function checkOrder(graph: OnnxGraph, nodes: readonly OnnxNode[], output: string): void {
  const there = new Set(["", ...graph.constants.keys(), ...graph.unread, ...graph.inputs.map(({ name }) => name)]);
  for (const { op, inputs, outputs } of nodes) {
    const absent = inputs.find((name) => !there.has(name));
    if (absent !== undefined)
      throw onnxMalformed({ what: `${op} reads ${JSON.stringify(absent)}, which is not there before it` });
    for (const name of outputs) there.add(name);
  }
  if (!there.has(output)) throw onnxMalformed({ what: `nothing makes the output ${JSON.stringify(output)}` });
}

/** The output for some inputs. Throws `onnx.evaluation-failed`, which names the operator. */
export function runPlan({ constants, steps, output }: Plan, inputs: ReadonlyMap<string, Tensor>): Tensor {
  const values = new Map(inputs);
  let spent = 0;
  for (const step of steps) {
    const made = attempt(step, values, constants);
    step.outputs.forEach((name, i) => {
      const tensor = made[i];
      if (name === "" || tensor === undefined) return;
      values.set(name, tensor);
      spent += tensor.data.length;
    });
    if (spent > BUDGET) throw onnxEvaluation({ what: `${step.op} goes beyond ${BUDGET} elements in one run` });
    for (const name of step.done) values.delete(name);
  }
  const made = values.get(output) ?? constants.get(output);
  if (made === undefined) throw onnxEvaluation({ what: `nothing made the output ${JSON.stringify(output)}` });
  return made;
}

function attempt(
  { op, kernel, inputs }: Step,
  values: ReadonlyMap<string, Tensor>,
  constants: ReadonlyMap<string, Tensor>,
): readonly Tensor[] {
  try {
    return kernel(inputs.map((name) => values.get(name) ?? constants.get(name)));
  } catch (thrown) {
    const what = isAlidadeError(thrown, onnxEvaluation.code) ? String(thrown.data.what) : messageOf(thrown);
    throw onnxEvaluation({ what: `in ${op}, ${what}` }, thrown);
  }
}
