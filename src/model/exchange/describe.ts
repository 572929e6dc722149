import type { FeatureSlot, Model, Task } from "../model.ts";
import { outputsOf } from "../signature.ts";
import type { Foreign, ImportFormat, ImportOptions } from "./foreign.ts";

/** What a file holds, for people. */
export interface Described {
  readonly format: ImportFormat;
  /** The version that the file states: of LightGBM's format (`v4`), or of XGBoost (`3.2.0`); empty when it states none. */
  readonly version: string;
  /** As the framework names it; undefined when the file does not say. */
  readonly objective: string | undefined;
  /** What the objective predicts; undefined when there is none. */
  readonly task: Task | undefined;
  readonly trees: number;
  readonly rounds: number;
  /** The best round of an early-stopped training, where the file says; `rounds: bestRound + 1` keeps up to it. */
  readonly bestRound?: number;
  /** Values per row: one per class, label, target or quantile. */
  readonly outputs: number;
  /** By the names in the file. */
  readonly features: readonly DescribedFeature[];
}

/** A feature as a file names it. */
export interface DescribedFeature {
  readonly name: string;
  readonly kind: FeatureSlot["kind"];
  /** The levels of a text; empty for a number. */
  readonly levels: readonly string[];
}

/** What an ONNX graph holds: its signature; it has no rounds and names no objective. */
export function describeGraph({ signature }: Model): Described {
  const features = signature.features.map((slot) => ({ ...slot, levels: [] }));
  const shared = { format: "onnx", version: "", objective: undefined, trees: 0, rounds: 0 } as const;
  return { ...shared, task: signature.task, outputs: outputsOf(signature), features };
}

/** What a forest's file holds. */
export function describeForeign(foreign: Foreign, options: ImportOptions): Described {
  const { format, version, features, outputs, trees, treesPerRound, bestRound } = foreign;
  const objective = foreign.objective ?? options.objective;
  return {
    format,
    version,
    objective,
    task: objective === undefined ? undefined : foreign.meaning(objective).task,
    trees: trees.length,
    rounds: Math.ceil(trees.length / treesPerRound),
    ...(bestRound === undefined ? {} : { bestRound }),
    outputs,
    features: features.map(({ name, levels }) => ({
      name,
      kind: levels === undefined ? "number" : "text",
      levels: levels ?? [],
    })),
  };
}
