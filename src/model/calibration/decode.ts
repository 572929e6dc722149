import { modelCorrupt } from "../errors.ts";
import type { Calibration, Conformal, Signature } from "../model.ts";
import { ofLength, readChoice, readList, readNumber, readNumbers, readRecord } from "../shape.ts";
import { outputsOf } from "../signature.ts";
import { MOST_SCORES } from "./conformal.ts";
import type { Knots } from "./interpolate.ts";

/** One calibration map. Throws `model.corrupt`. */
export function readCalibration(data: unknown, what: string): Calibration {
  const parts = readRecord(data, what);
  const kind = readChoice(parts.kind, `the kind of ${what}`, ["none", "platt", "beta", "isotonic"]);
  const number = (name: string): number => readNumber(parts[name], `the ${name} of ${what}`);
  if (kind === "none") return { kind };
  if (kind === "platt") return { kind, slope: number("slope"), intercept: number("intercept") };
  if (kind === "beta") return { kind, a: number("a"), b: number("b"), intercept: number("intercept") };
  const from = ascending(readNumbers(parts.from, `the knots of ${what}`), `the knots of ${what}`);
  if (from.length === 0) throw modelCorrupt({ what: `${what} has no knots` });
  return {
    kind,
    from,
    to: ofLength(readNumbers(parts.to, `the values of ${what}`), `the values of ${what}`, from.length),
  };
}

/** One map per output. Throws `model.corrupt`. */
export function readCalibrations(data: unknown, signature: Signature): readonly Calibration[] {
  return ofLength(readList(data, "the calibrations", readCalibration), "the calibrations", outputsOf(signature));
}

/** The scores of a conformal model: few, ascending, not negative. Throws `model.corrupt`. */
export function readConformal(data: unknown): Conformal {
  const parts = readRecord(data, "the conformal part");
  const kind = readChoice(parts.kind, "the kind of the conformal part", ["residual", "set"]);
  const scores = ascending(readNumbers(parts.scores, "the conformal scores"), "the conformal scores");
  if (scores.length > MOST_SCORES) throw modelCorrupt({ what: `there are more than ${MOST_SCORES} conformal scores` });
  if ((scores[0] ?? 0) < 0) throw modelCorrupt({ what: "a conformal score is negative" });
  return { kind, scores, ...(parts.scale === undefined ? {} : { scale: readScale(parts.scale) }) };
}

function readScale(data: unknown): Knots {
  const parts = readRecord(data, "the conformal scale");
  const what = "the knots of the conformal scale";
  const from = ascending(readNumbers(parts.from, what), what);
  const to = ofLength(readNumbers(parts.to, "the conformal scale"), "the conformal scale", from.length);
  if (to.length === 0 || to.some((value) => value <= 0))
    throw modelCorrupt({ what: "the conformal scale is not above 0" });
  return { from, to };
}

function ascending(list: readonly number[], what: string): readonly number[] {
  if (list.every((value, i) => i === 0 || value >= (list[i - 1] as number))) return list;
  throw modelCorrupt({ what: `${what} do not ascend` });
}
