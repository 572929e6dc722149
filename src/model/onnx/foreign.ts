import type { Tensor } from "./tensor.ts";

/** A runtime for graphs that Alidade does not evaluate itself. Scoring is synchronous, and so is this. */
export interface ForeignRuntime {
  /**
   * Loads an ONNX file whose runs may take so many milliseconds, or as long as the runtime allows. Throws the runtime's own error
   * when it is not installed or refuses the file.
   */
  open(model: Uint8Array, limits?: { readonly timeoutMs?: number }): ForeignSession;
}

/** A loaded graph. */
export interface ForeignSession {
  /** The output of that name for these inputs. Throws when the runtime fails, dies or takes too long; it never hangs. */
  run(inputs: ReadonlyMap<string, Tensor>, output: string): Tensor;
}

/** What a model may need and cannot bring along. */
export interface ModelPorts {
  readonly foreign?: ForeignRuntime;
}
