import { defineFormat, type ModelFormat } from "../model.ts";
import type { OnnxBody } from "../onnx/body.ts";
import { decodeOnnx, encodeOnnx } from "../onnx/encode.ts";
import { scoreOnnx } from "../onnx/score.ts";

/**
 * A model of another framework, as the ONNX file that it wrote. Evaluated here where every operator is known, otherwise by
 * the runtime that `decodeModel` was given. A graph does not say what it learned from, so no feature's share is known.
 */
export const onnx: ModelFormat<OnnxBody> = defineFormat<OnnxBody>({
  name: "onnx",
  version: 1,
  scoreRaw: scoreOnnx,
  encode: encodeOnnx,
  decode: (data, { ports }) => decodeOnnx(data, ports ?? {}),
  importance: () => ({}),
});
