import type { FeatureSlot } from "../model.ts";
import type { OnnxInput } from "./body.ts";
import { onnxSignature } from "./errors.ts";
import type { OnnxValue } from "./graph.ts";

/** A graph's inputs, and the features that fill them. */
export interface Binding {
  readonly inputs: readonly OnnxInput[];
  readonly features: readonly FeatureSlot[];
  readonly batch: number;
}

/**
 * One feature for each column of each input, in the graph's order. Columns without a name of their own are `f0`, `f1` and so
 * on. Throws `onnx.signature-unclear`.
 */
export function bindFeatures(
  values: readonly OnnxValue[],
  named: readonly (string | FeatureSlot)[] | undefined,
): Binding {
  if (values.length === 0) throw unclear("the graph has no input", "Export a graph that takes features.");
  const widths = widthsOf(values, named?.length);
  const inputs = values.map(({ name, type, dims }, i) => {
    if (type === "other") throw unclear(`the input ${name} is no tensor of numbers or texts`, TENSORS);
    return { name, type, rank: dims?.length ?? 2, width: widths[i] as number };
  });
  const slots = inputs.flatMap((input) => slotsOf(input, inputs.length === 1));
  if (named !== undefined && named.length !== slots.length)
    throw unclear(`it has ${slots.length} columns, and ${named.length} features were named`, NAMES);
  const features = slots.map((slot, i) => nameSlot(slot, named?.[i]));
  if (new Set(features.map(({ name }) => name)).size < features.length)
    throw unclear("two columns have the same name", NAMES);
  return { inputs, features, batch: batchOf(values) };
}

const TENSORS = "Export it with tensors of float, double, int64, int32, bool or string as inputs.";
const NAMES = "Pass `features`: one name for each column, in the graph's order.";

function unclear(what: string, advice: string): Error {
  return onnxSignature({ what, advice });
}

/** The open width of one input is what the named features leave for it. */
function widthsOf(values: readonly OnnxValue[], named: number | undefined): readonly number[] {
  const said = values.map(widthOf);
  const open = said.filter((width) => width < 0).length;
  if (open === 0) return said;
  const rest = (named ?? 0) - said.reduce((sum, width) => sum + Math.max(0, width), 0);
  if (open > 1 || named === undefined || rest < 1) throw unclear("the number of columns of an input is open", NAMES);
  return said.map((width) => (width < 0 ? rest : width));
}

function widthOf({ name, dims }: OnnxValue): number {
  if (dims === undefined || dims.length === 2) return dims?.[1] ?? -1;
  if (dims.length === 1) return 1;
  throw unclear(`the input ${name} has ${dims.length} dimensions`, "Export it with inputs of shape [rows, columns].");
}

/** Graphs are traced with one row, or with rows left open. */
function batchOf(values: readonly OnnxValue[]): number {
  const sizes = values.map(({ dims }) => dims?.[0] ?? -1);
  if (sizes.every((size) => size < 0 || size === 1)) return sizes.includes(1) ? 1 : 0;
  throw unclear(`it takes ${Math.max(...sizes)} rows at a time`, "Export it with the number of rows left open.");
}

function slotsOf({ name, type, width }: OnnxInput, isOnly: boolean): readonly FeatureSlot[] {
  const kind = type === "string" ? "text" : type === "bool" ? "flag" : "number";
  if (width === 1) return [{ name, kind }];
  return Array.from({ length: width }, (_, i) => ({ name: isOnly ? `f${i}` : `${name}_${i}`, kind }));
}

/** A number's column may be filled by a flag, and the other way round; a text only by a text. */
function nameSlot(slot: FeatureSlot, named: string | FeatureSlot | undefined): FeatureSlot {
  if (named === undefined) return slot;
  if (typeof named === "string") return { ...slot, name: named };
  if ((named.kind === "text") === (slot.kind === "text")) return named;
  throw unclear(`\`${named.name}\` is a ${named.kind}, and the input ${slot.name} takes a ${slot.kind}`, NAMES);
}
