import { exp, log } from "../../../kernel/index.ts";
import { sigmoid, softmax } from "../../link.ts";
import { onnxMalformed } from "../errors.ts";

/** What a model does to its scores at the end, row by row. */
export type Transform = (scores: Float64Array) => void;

const none: Transform = () => {};

const logistic: Transform = (scores) => {
  for (let i = 0; i < scores.length; i++) scores[i] = sigmoid(scores[i] as number);
};

/** Softmax among the scores that are not zero; a zero stays (nearly) zero. */
const softmaxZero: Transform = (scores) => {
  const largest = scores.reduce((most, x) => Math.max(most, x), -Infinity);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const x = scores[i] as number;
    const isZero = Math.abs(x) <= 1e-7;
    scores[i] = isZero ? x * exp(-largest) : exp(x - largest);
    if (!isZero) sum += scores[i] as number;
  }
  for (let i = 0; i < scores.length; i++) scores[i] = sum === 0 ? 0 : (scores[i] as number) / sum;
};

/** The quantile of a normal distribution, from Winitzki's approximation of the error function's inverse (2008). */
const probit: Transform = (scores) => {
  for (let i = 0; i < scores.length; i++) scores[i] = Math.SQRT2 * inverseErf(2 * (scores[i] as number) - 1);
};

function inverseErf(x: number): number {
  const logged = log((1 - x) * (1 + x));
  const v = 2 / (Math.PI * 0.147) + 0.5 * logged;
  const v2 = logged / 0.147;
  return (x < 0 ? -1 : 1) * Math.sqrt(-v + Math.sqrt(v * v - v2));
}

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  NONE: none,
  SOFTMAX: softmax,
  LOGISTIC: logistic,
  SOFTMAX_ZERO: softmaxZero,
  PROBIT: probit,
};

/** Their order in operators that count them. */
const COUNTED = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"];

/** The transform of that name or number. Throws `onnx.malformed`. */
export function transformOf(said: string | number): Transform {
  const name = typeof said === "number" ? COUNTED[said] : said;
  const transform = Object.hasOwn(TRANSFORMS, name ?? "") ? TRANSFORMS[name as string] : undefined;
  if (transform === undefined) throw onnxMalformed({ what: `there is a post_transform of ${said}` });
  return transform;
}
