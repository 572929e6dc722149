import { onnxMalformed } from "../errors.ts";
import { numbersIn, type Site, textsIn } from "../graph.ts";
import type { Tensor } from "../tensor.ts";

const NAMES = ["classlabels_strings", "classlabels_ints", "classlabels_int64s"];

/** The classes of a classifier, as text, in the order of its outputs. Throws `onnx.malformed`. */
export function labelsOf(site: Site): readonly string[] {
  for (const name of NAMES) {
    const isText = name === "classlabels_strings";
    const found = isText ? textsIn(site, name) : numbersIn(site, name);
    if (found !== undefined && found.length > 0) return Array.from<string | number, string>(found, String);
  }
  throw onnxMalformed({ what: `${site.op} has no classes` });
}

/** The winning class of each row, in the classifier's own type. */
export function labelTensor(labels: readonly string[], winners: Int32Array, isText: boolean): Tensor {
  const dims = [winners.length];
  if (isText) return { type: "string", dims, data: Array.from(winners, (k) => labels[k] ?? "") };
  return { type: "int64", dims, data: Float64Array.from(winners, (k) => Number(labels[k])) };
}
