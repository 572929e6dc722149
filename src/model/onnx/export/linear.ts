import type { LinearBody, TextTerm } from "../../formats/linear.ts";
import type { Signature } from "../../model.ts";
import { type Draft, doubles, integers, TYPE } from "./draft.ts";

/** The outputs of a linear model (rows × outputs, in double precision). */
export function draftLinear(out: Draft, { task, features }: Signature, body: LinearBody): string {
  const width = body.intercept.length;
  const parts = [
    ...draftNumbers(
      out,
      features.map(({ name }) => name),
      body,
    ),
    ...body.texts.map((term) => draftText(out, features[term.slot]?.name ?? "", { term, width })),
  ];
  const intercept = out.constant(doubles([1, width], body.intercept));
  const scores =
    parts.length === 0
      ? draftRows(out, features[0]?.name ?? "", intercept)
      : parts.reduce((sum, part) => out.add("Add", [sum, part]), intercept);
  if (task === "regression" || task === "ranking") return scores;
  if (task === "binary" || task === "multilabel") return out.add("Sigmoid", [scores]);
  return out.add("Softmax", [scores], { axis: { int: 1 } });
}

/** The same row for each row of a feature. */
export function draftRows(out: Draft, feature: string, row: string): string {
  const shape = out.add("Shape", [feature]);
  const rows = out.add("Gather", [shape, out.constant(integers(0))]);
  return out.add("Expand", [row, out.add("Concat", [rows, out.constant(integers(1))], { axis: { int: 0 } })]);
}

/** Values times weights, and one weight more where the value was missing and has been filled in. */
function draftNumbers(out: Draft, names: readonly string[], { numbers }: LinearBody): readonly string[] {
  const [first] = numbers;
  if (first === undefined) return [];
  const dims = [numbers.length, first.weight.length];
  const single = out.add(
    "Concat",
    numbers.map(({ slot }) => names[slot] ?? ""),
    { axis: { int: 1 } },
  );
  const values = out.add("Cast", [single], { to: TYPE.double });
  const isMissing = out.add("IsNaN", [values]);
  const fill = out.constant(
    doubles(
      [1, numbers.length],
      numbers.map((term) => term.fill),
    ),
  );
  const filled = out.add("Where", [isMissing, fill, values]);
  const weights = out.constant(
    doubles(
      dims,
      numbers.flatMap(({ weight }) => weight),
    ),
  );
  const extra = out.constant(
    doubles(
      dims,
      numbers.flatMap(({ missing }) => missing),
    ),
  );
  const flags = out.add("Cast", [isMissing], { to: TYPE.double });
  return [out.add("MatMul", [filled, weights]), out.add("MatMul", [flags, extra])];
}

/** A level's row of weights; the row after the levels is for missing, the last, of zeros, for everything else. */
function draftText(
  out: Draft,
  name: string,
  { term, width }: { readonly term: TextTerm; readonly width: number },
): string {
  const { levels, weight, missing } = term;
  const keys = levels.includes("") ? levels : [...levels, ""];
  const row = out.add("ml.LabelEncoder", [name], {
    keys_strings: { texts: keys },
    values_int64s: { ints: keys.map((_, i) => i) },
    default_int64: { int: levels.length + 1 },
  });
  const none = Array.from({ length: width }, () => 0);
  const table = out.constant(doubles([levels.length + 2, width], [...weight, ...missing, ...none]));
  const found = out.add("Gather", [table, row], { axis: { int: 0 } });
  return out.add("Reshape", [found, out.constant(integers(-1, width))]);
}
