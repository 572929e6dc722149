import type { ConstantBody } from "../formats/constant.ts";
import type { Model } from "../model.ts";
import type { RawExplanation } from "./explanation.ts";

/** Nothing adds anything: every row gets the same. */
export function explainConstant({ body, signature }: Model<ConstantBody>): RawExplanation {
  const score = Float64Array.from(body.outputs);
  const adds = new Float64Array(score.length * signature.features.length);
  return { expected: score, score, adds, against: "training" };
}
