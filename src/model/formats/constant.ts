import { defineFormat, type ModelFormat } from "../model.ts";
import { readNumbers } from "../shape.ts";

/** The same outputs for every row. */
export interface ConstantBody {
  readonly outputs: readonly number[];
}

/** A model that ignores its input: the base rate, the class shares, the mean. */
export const constant: ModelFormat<ConstantBody> = defineFormat<ConstantBody>({
  name: "constant",
  version: 1,
  scoreRaw({ body }, table) {
    const scores = new Float64Array(table.rows * body.outputs.length);
    for (let row = 0; row < table.rows; row++) scores.set(body.outputs, row * body.outputs.length);
    return scores;
  },
  encode: ({ outputs }) => ({ outputs }),
  decode: (data) => ({ outputs: readNumbers((data as { outputs?: unknown } | null)?.outputs, "the outputs") }),
  importance: ({ signature }) => Object.fromEntries(signature.features.map(({ name }) => [name, 0])),
});
