import type { Compute } from "../store/index.ts";

/** Computes here, one input after the other. */
export const inlineCompute: Compute = Object.freeze({
  async map(kernel, inputs, done) {
    return inputs.map((input, i) => {
      const output = kernel.run(input);
      done?.(i + 1, i, output);
      return output;
    });
  },
} satisfies Compute);
