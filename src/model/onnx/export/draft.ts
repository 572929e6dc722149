import type { WrittenAttribute, WrittenNode } from "../proto/write.ts";
import type { Tensor } from "../tensor.ts";

/** A graph in the making. Every value gets a name of its own. */
export interface Draft {
  readonly nodes: readonly WrittenNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Adds an operator of one output, and gives the output's name. `ml.Scaler` is the `Scaler` of `ai.onnx.ml`. */
  add(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, WrittenAttribute>>): string;
  /** Adds a constant, and gives its name. */
  constant(tensor: Tensor): string;
  /** Gives a value another name. */
  name(value: string, name: string): void;
}

/** An empty graph. Names of its values begin with `_`, so that they meet no feature unless a feature begins so too. */
export function draft(taken: readonly string[]): Draft {
  const nodes: WrittenNode[] = [];
  const constants = new Map<string, Tensor>();
  const used = new Set(taken);
  let count = 0;
  const fresh = (): string => {
    for (;;) {
      const name = `_${count++}`;
      if (!used.has(name)) return name;
    }
  };
  return {
    nodes,
    constants,
    add(op, inputs, attributes = {}) {
      const name = fresh();
      const isMl = op.startsWith("ml.");
      nodes.push({
        op: isMl ? op.slice(3) : op,
        domain: isMl ? "ai.onnx.ml" : "",
        inputs,
        outputs: [name],
        attributes,
      });
      return name;
    },
    constant(tensor) {
      const name = fresh();
      constants.set(name, tensor);
      return name;
    },
    name(value, name) {
      nodes.push({ op: "Identity", inputs: [value], outputs: [name] });
    },
  };
}

/** Doubles in a shape. */
export function doubles(dims: readonly number[], values: ArrayLike<number>): Tensor {
  return { type: "double", dims, data: Float64Array.from(values) };
}

/** Whole numbers in a list. */
export function integers(...values: readonly number[]): Tensor {
  return { type: "int64", dims: [values.length], data: Float64Array.from(values) };
}

/** The numbers that ONNX gives to element types. */
export const TYPE = { float: { int: 1 }, int64: { int: 7 }, double: { int: 11 } } as const;
