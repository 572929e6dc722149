import type { ModelPorts } from "./foreign.ts";
import type { OnnxGraph } from "./graph.ts";
import type { Tensor } from "./tensor.ts";

/** How one input of a graph is filled: by the next `width` features, as a matrix (rank 2) or, of one, as a list (rank 1). */
export interface OnnxInput {
  readonly name: string;
  readonly type: Tensor["type"];
  readonly rank: number;
  readonly width: number;
}

/** An ONNX file, and how features go in and the prediction comes out. */
export interface OnnxBody {
  readonly bytes: Uint8Array;
  readonly inputs: readonly OnnxInput[];
  /** How many rows the graph takes at a time; 0 for any number. */
  readonly batch: number;
  readonly output: string;
  /** Binary: the column that is the probability. -1: all columns, as they are. */
  readonly column: number;
  /** Absent: the graph runs in the runtime alone. */
  readonly graph?: OnnxGraph;
  /** Not stored: given where the model is decoded or imported. */
  readonly ports: ModelPorts;
}
