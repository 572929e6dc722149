import type { Calibration, Model } from "../../model.ts";
import { onnxExport } from "../errors.ts";
import { type Draft, doubles, integers } from "./draft.ts";

/** The calibrated probabilities of raw ones, both rows × 1 in double precision. Throws `onnx.export-unsupported`. */
export function draftCalibration(out: Draft, calibration: Calibration, probability: string): string {
  if (calibration.kind === "none") return probability;
  if (calibration.kind === "isotonic") return draftSteps(out, calibration, probability);
  const scalar = (value: number): string => out.constant(doubles([1, 1], [value]));
  const kept = out.add("Min", [out.add("Max", [probability, scalar(1e-15)]), scalar(1 - 1e-15)]);
  const yes = out.add("Log", [kept]);
  const no = out.add("Log", [out.add("Sub", [scalar(1), kept])]);
  const [a, b] = calibration.kind === "platt" ? [calibration.slope, calibration.slope] : [calibration.a, calibration.b];
  const difference = out.add("Sub", [out.add("Mul", [yes, scalar(a)]), out.add("Mul", [no, scalar(b)])]);
  return out.add("Sigmoid", [out.add("Add", [difference, scalar(calibration.intercept)])]);
}

/**
 * One map for each of several outputs; those of one class in several are then shared out to sum to 1, evenly where all are 0.
 */
export function draftCalibrations(
  out: Draft,
  { signature, calibrations = [] }: Pick<Model, "signature" | "calibrations">,
  raw: string,
): string {
  if (calibrations.length === 0) return raw;
  const axis = { axis: { int: 1 } } as const;
  const columns = calibrations.map((calibration, i) =>
    draftCalibration(out, calibration, out.add("Gather", [raw, out.constant(integers(i))], axis)),
  );
  const joined = out.add("Concat", columns, axis);
  if (signature.task === "multilabel") return joined;
  const total = out.add("ReduceSum", [joined, out.constant(integers(1))]);
  const isNothing = out.add("Equal", [total, out.constant(doubles([1, 1], [0]))]);
  const even = out.constant(doubles([1, 1], [1 / calibrations.length]));
  return out.add("Where", [isNothing, even, out.add("Div", [joined, total])]);
}

/** A polyline: at each piece its slope times how far the value has come along it. */
function draftSteps(
  out: Draft,
  { from, to }: Extract<Calibration, { readonly kind: "isotonic" }>,
  probability: string,
): string {
  const pieces = Math.max(1, from.length - 1);
  const low = Array.from({ length: pieces }, (_, i) => from[i] as number);
  const high = low.map((start, i) => from[i + 1] ?? start);
  const slopes = low.map((start, i) =>
    slopeOf((to[i + 1] ?? (to[i] as number)) - (to[i] as number), (high[i] as number) - start),
  );
  const row = (values: readonly number[]): string => out.constant(doubles([1, pieces], values));
  const clipped = out.add("Min", [out.add("Max", [probability, row(low)]), row(high)]);
  const along = out.add("Sub", [clipped, row(low)]);
  const risen = out.add("MatMul", [along, out.constant(doubles([pieces, 1], slopes))]);
  return out.add("Add", [risen, out.constant(doubles([1, 1], [to[0] as number]))]);
}

function slopeOf(rise: number, run: number): number {
  const slope = rise === 0 ? 0 : rise / run;
  if (Number.isFinite(slope)) return slope;
  throw onnxExport({ what: "an isotonic map that jumps", allowed: "polylines" });
}
