import type { Task } from "../model.ts";
import { onnxSignature } from "./errors.ts";
import { type OnnxGraph, type OnnxNode, type OnnxValue, textsIn } from "./graph.ts";
import { labelsOf } from "./ops/labels.ts";

/** What the importer says about a graph's output, where the graph does not. */
export interface PredictionOptions {
  readonly task?: Task;
  readonly classes?: readonly string[];
  /** Binary: the class whose probability is meant. Default: the second. */
  readonly positive?: string;
  /** The output that holds the prediction. Default: the one that can. */
  readonly output?: string;
}

/** A graph's output as a task. */
export interface Prediction {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly output: string;
  readonly column: number;
}

/** Reads a graph's outputs: probabilities beside a label, or one number. Throws `onnx.signature-unclear`. */
export function readPrediction(graph: OnnxGraph, options: PredictionOptions): Prediction {
  const value = outputOf(graph, options.output);
  const output = withoutZipMap(graph, value.name);
  const found = agreed(classesOf(graph, value), options.classes);
  const width = value.dims?.[1] ?? (value.dims?.length === 1 ? 1 : -1);
  const classes = found ?? (width > 1 ? Array.from({ length: width }, (_, k) => String(k)) : []);
  const task = options.task ?? taskOf(graph, { classes: found, width, named: classes });
  if (task === "regression" || task === "ranking") return { task, classes: [], output, column: -1 };
  if (task === "binary") return { task, classes: [], output, column: positiveOf(classes, options.positive) };
  if (classes.length < 2) throw onnxSignature({ what: "the classes of the output are not known", advice: CLASSES });
  return { task, classes, output, column: -1 };
}

/** The caller may name classes that the graph only numbers; names that the graph has are kept in its order. */
function agreed(
  known: readonly string[] | undefined,
  said: readonly string[] | undefined,
): readonly string[] | undefined {
  if (said === undefined || said.length === 0) return known;
  const isNumbered = known === undefined || known.every((name, k) => name === String(k));
  if (
    known !== undefined &&
    (known.length !== said.length || !(isNumbered || known.every((name, k) => name === said[k])))
  )
    throw onnxSignature({
      what: `the classes of the output are ${known.join(", ")}, not ${said.join(", ")}`,
      advice: CLASSES,
    });
  return said;
}

const CLASSES = "Pass `classes`: their names, in the order of the output's columns.";
const TASK = "Pass `task`, and for classes or labels their names as `classes`.";
const OUTPUT = "Pass `output`: the name of the output that holds the probabilities or the value.";

/** The output of numbers, or the list of maps that a ZipMap makes of them. */
function outputOf(graph: OnnxGraph, name: string | undefined): OnnxValue {
  const fit = graph.outputs.filter(
    (value) => value.type === "float" || value.type === "double" || producerOf(graph, value.name)?.op === "ZipMap",
  );
  const [first, second] = name === undefined ? fit : graph.outputs.filter((value) => value.name === name);
  if (first !== undefined && second === undefined) return first;
  const names = graph.outputs.map((value) => value.name).join(", ");
  const what = first === undefined ? "no output is one" : "more than one output could be one";
  throw onnxSignature({ what: `${what} (outputs: ${names})`, advice: OUTPUT });
}

/** With the names of classes at hand, a classifier; otherwise a single number is a regression. */
function taskOf(
  graph: OnnxGraph,
  {
    classes,
    width,
    named,
  }: Readonly<{ classes: readonly string[] | undefined; width: number; named: readonly string[] }>,
): Task {
  const hasLabel = graph.outputs.some(({ type }) => type === "int64" || type === "string");
  if (classes !== undefined || (hasLabel && named.length > 1)) return named.length === 2 ? "binary" : "multiclass";
  if (width <= 1 && !hasLabel) return "regression";
  throw onnxSignature({
    what: `an output of ${width < 0 ? "open width" : `${width} numbers`} may mean anything`,
    advice: TASK,
  });
}

function positiveOf(classes: readonly string[], positive: string | undefined): number {
  if (positive === undefined) return 1;
  const column = classes.indexOf(positive);
  if (column >= 0) return column;
  throw onnxSignature({ what: `there is no class ${positive} (classes: ${classes.join(", ")})`, advice: CLASSES });
}

function producerOf(graph: OnnxGraph, name: string): OnnxNode | undefined {
  return graph.nodes.find(({ outputs }) => outputs.includes(name));
}

/** The matrix from which a ZipMap makes maps says the same. */
function withoutZipMap(graph: OnnxGraph, name: string): string {
  const producer = producerOf(graph, name);
  return producer?.op === "ZipMap" ? (producer.inputs[0] ?? name) : name;
}

function classesOf(graph: OnnxGraph, value: OnnxValue): readonly string[] | undefined {
  const producer = producerOf(graph, value.name);
  if (producer?.op === "ZipMap") return labelsOf({ ...producer, opset: 1 });
  const label = graph.outputs.find(({ type }) => type === "int64" || type === "string");
  return label === undefined ? undefined : labelsBehind(graph, label.name);
}

/** What only passes a label on. */
const PASSING = ["Identity", "Cast", "Reshape", "Flatten", "Squeeze"];
/** What looks a label up in its first input. */
const LOOKUPS = ["ArrayFeatureExtractor", "Gather"];

function labelsBehind(graph: OnnxGraph, label: string): readonly string[] | undefined {
  let node = producerOf(graph, label);
  for (let steps = 0; node !== undefined && PASSING.includes(node.op) && steps < graph.nodes.length; steps++)
    node = producerOf(graph, node.inputs[0] ?? "");
  if (node === undefined) return undefined;
  if (/^(TreeEnsemble|Linear|SVM)Classifier$/.test(node.op)) return labelsOf({ ...node, opset: 1 });
  if (node.op === "LabelEncoder") return textsIn(node, "values_strings");
  const looked = LOOKUPS.includes(node.op) ? graph.constants.get(node.inputs[0] ?? "") : undefined;
  return looked === undefined ? undefined : Array.from<string | number, string>(looked.data, String);
}
