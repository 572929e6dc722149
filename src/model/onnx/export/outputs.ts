import type { Signature } from "../../model.ts";
import { outputsOf } from "../../signature.ts";
import type { WrittenValue } from "../proto/write.ts";
import { type Draft, doubles, integers, TYPE } from "./draft.ts";

/**
 * Names the outputs as scikit-learn's converters do: `label` and `probabilities` for classes (binary: 0 and 1, two columns),
 * `probabilities` for labels, `variable` for a value. Numbers leave as floats.
 */
export function draftOutputs(out: Draft, signature: Signature, scores: string): readonly WrittenValue[] {
  const { task, classes } = signature;
  if (task === "binary") return draftBinary(out, scores);
  const name = task === "regression" || task === "ranking" ? "variable" : "probabilities";
  out.name(out.add("Cast", [scores], { to: TYPE.float }), name);
  const value: WrittenValue = { name, type: "float", dims: [-1, outputsOf(signature)] };
  if (task !== "multiclass" && task !== "hierarchical") return [value];
  const best = out.add("ArgMax", [scores], { axis: { int: 1 }, keepdims: { int: 0 } });
  const label = out.add("ml.LabelEncoder", [best], {
    keys_int64s: { ints: classes.map((_, i) => i) },
    values_strings: { texts: classes },
  });
  out.name(label, "label");
  return [{ name: "label", type: "string", dims: [-1] }, value];
}

function draftBinary(out: Draft, scores: string): readonly WrittenValue[] {
  const scalar = (value: number): string => out.constant(doubles([1, 1], [value]));
  const both = out.add("Concat", [out.add("Sub", [scalar(1), scores]), scores], { axis: { int: 1 } });
  out.name(out.add("Cast", [both], { to: TYPE.float }), "probabilities");
  const isLikely = out.add("Cast", [out.add("Greater", [scores, scalar(0.5)])], { to: TYPE.int64 });
  out.name(out.add("Reshape", [isLikely, out.constant(integers(-1))]), "label");
  return [
    { name: "label", type: "int64", dims: [-1] },
    { name: "probabilities", type: "float", dims: [-1, 2] },
  ];
}
