import type { SystemDefinition } from "../../system/index.ts";
import type { FittedHead, RowOutputs } from "../../train/index.ts";
import type { Answers, Places } from "./answers.ts";
import type { Framed } from "./framed.ts";
import type { Said } from "./said.ts";

/** Where a framing comes from: the file's own system, worked out from it, or added by the file. */
export type FramingOrigin = "declared" | "derived" | "file";

/** What is to be done when a class appears that training has not seen. */
export type OnNewClass = "retrain" | "retrain-one" | "served" | "no-classes";

/** One way to state the problem as something to learn, whose answers can be told in those of the declared system. */
export interface Framing {
  readonly name: string;
  readonly origin: FramingOrigin;
  /** What is learned, in words: `regression`, `8 classes`. */
  readonly task: string;
  /** Its heads are what is learned. */
  readonly system: SystemDefinition;
  readonly framed: Framed;
  readonly onNewClass: OnNewClass;
  /** What has to be kept up, in a sentence. */
  readonly upkeep: string;
  /** What the heads say together, row by row. */
  outputs(heads: readonly FittedHead[], rows: number): RowOutputs;
  /** What that means as answers of the declared system. */
  answer(said: Said, places: Places): Answers;
}

/** A framing that was not tried, and why. */
export interface Untried {
  readonly name: string;
  readonly why: string;
}
