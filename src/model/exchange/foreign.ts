import type { Kind } from "../../data/index.ts";
import type { FeatureSlot, Task } from "../model.ts";
import type { ImportOnnxOptions } from "../onnx/import.ts";
import type { TreesLink } from "../trees/body.ts";
import type { Grower } from "./grower.ts";

/** What files can be imported. */
export type ImportFormat =
  | "lightgbm-text"
  | "lightgbm-json"
  | "xgboost-json"
  | "xgboost-ubjson"
  | "xgboost-dump-json"
  | "xgboost-dump-text"
  | "onnx";

/** What one feature of the file is called here, and is. */
export interface FeatureOptions {
  /** Default: the name in the file. */
  readonly name?: string;
  /** A flag is read as 0 or 1. Default: what the file says, `number` or `text`. */
  readonly kind?: FeatureSlot["kind"];
  /** The texts behind the category codes 0, 1, 2 …, where the file holds codes alone. */
  readonly levels?: readonly string[];
}

/** What a file may leave open, and what the caller wants otherwise. Everything is optional. */
export interface ImportOptions {
  /** Default: what the objective predicts. */
  readonly task?: Task;
  /** The classes (or labels), in the order of the outputs. Default: `"0"`, `"1"` … */
  readonly classes?: readonly string[];
  /** The features' names in the order of the file, where it does not name them or names them otherwise. */
  readonly names?: readonly string[] | undefined;
  /** By the name in the file. */
  readonly features?: Readonly<Record<string, FeatureOptions>>;
  /** The features at hand, by name: a number that is a flag here is read as one, and what does not fit is refused. */
  readonly expect?: Readonly<Record<string, Kind>>;
  /** LightGBM: the names of the data frame's category columns, in its order. Needed only where the file is ambiguous. */
  readonly categorical?: readonly string[];
  /** The objective, for files without one (XGBoost dumps, custom losses). */
  readonly objective?: string;
  /** The base score, for files without one (XGBoost dumps), as the framework states it: one number, or one per output. */
  readonly baseScore?: number | readonly number[];
  /** Of a model with several values per row (several targets or quantiles): the number of the one to keep. */
  readonly output?: number;
  /** How many boosting rounds to keep, from the first. Default: all. */
  readonly rounds?: number;
  /** For an ONNX graph: what `importOnnx` takes beside the task and the classes. */
  readonly onnx?: ImportOnnxOptions;
}

/** A feature of a foreign forest. */
export interface ForeignFeature {
  readonly name: string;
  /** The texts of a categorical feature by level index; undefined for a number. */
  readonly levels: readonly string[] | undefined;
}

/** What an objective's scores mean. */
export interface Meaning {
  readonly task: Task;
  readonly link: TreesLink;
  /** Multiplies the summed score (LightGBM's `sigmoid`). Default 1. */
  readonly slope?: number;
  /** The framework itself predicts the bare score; the link holds for the default task alone. */
  readonly raw?: boolean;
  /** From the base score as the file states it to the score before any tree. */
  readonly toScore: (base: number) => number;
}

/** A tree of a foreign forest. */
export interface ForeignTree {
  /** The output that its leaves count for; 0 when leaves are vectors. */
  readonly output: number;
  grow(into: Grower): void;
}

/** A forest as read from a file, before the caller's options say what to make of it. */
export interface Foreign {
  readonly format: ImportFormat;
  /** The version that the file states; empty when it states none. */
  readonly version: string;
  readonly objective: string | undefined;
  /** Why an objective is refused is said here: throws `model.import-unsupported`. */
  readonly meaning: (objective: string) => Meaning;
  readonly features: readonly ForeignFeature[];
  readonly outputs: number;
  readonly hasVectors: boolean;
  /** As the file states it, one per output; undefined when it does not. */
  readonly base: readonly number[] | undefined;
  /** Leaves are averaged over the rounds. */
  readonly isAveraged: boolean;
  readonly treesPerRound: number;
  /** The best round of an early-stopped training, where the file says. */
  readonly bestRound?: number;
  readonly trees: readonly ForeignTree[];
}
