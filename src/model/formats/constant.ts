import { defineFormat, type ModelFormat } from "../model.ts";
import { ofLength, readNumbers, readRecord } from "../shape.ts";
import { outputsOf } from "../signature.ts";

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
  decode(data, { signature }) {
    const outputs = readNumbers(readRecord(data, "the body").outputs, "the outputs");
    return { outputs: ofLength(outputs, "the outputs", outputsOf(signature)) };
  },
  importance: ({ signature }) => Object.fromEntries(signature.features.map(({ name }) => [name, 0])),
});
