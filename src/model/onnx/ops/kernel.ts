import type { Site } from "../graph.ts";
import type { Tensor } from "../tensor.ts";

/** What a node does to its inputs; an input that is left out is undefined. */
export type Kernel = (inputs: readonly (Tensor | undefined)[]) => readonly Tensor[];

/** Reads a node's attributes once, and gives what it does. */
export type Prepare = (site: Site) => Kernel;

/** Operators by name. */
export type Operators = Readonly<Record<string, Prepare>>;
