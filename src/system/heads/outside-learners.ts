import { milliseconds } from "../../kernel/index.ts";
import { checkPassed } from "../checks/options.ts";
import { systemInvalid } from "../errors.ts";
import type { LearnerRef } from "./learner-ref.ts";

/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

interface CommandOptions {
  /** The program and its arguments, such as `["python3", "train.py"]`; paths are relative to the system file. */
  readonly run: readonly string[];
  /** Default `"10m"`. */
  readonly timeout?: string;
  /** More variables of the environment that it may see. It sees PATH and the like; no other. */
  readonly env?: readonly string[];
  /**
   * Run twice with the same rows and seed, how far two predictions may be apart (in the head's output). Default 0: the same
   * predictions exactly. `null`: not checked.
   */
  readonly tolerance?: number | null;
}

/**
 * A learner in any language. The command reads the JSON file named by ALIDADE_JOB (`training`: a Parquet file; `features`,
 * `labels`, `task`, `classes`, `seed`; `group` and `weight` where there are any) and leaves one file `model…` in the folder
 * `output` that it names: LightGBM text, XGBoost JSON or UBJSON, ONNX, or a model of Alidade's own. Throws `system.invalid`.
 */
export function command(options: CommandOptions): LearnerRef<"command"> {
  checkPassed("command", options, ["run", "timeout", "env", "tolerance"]);
  const { run, timeout = "10m", env = [], tolerance = 0 } = options;
  if (!isTexts(run) || run.length === 0) refuse("run", 'a list such as ["python3", "train.py"]', run);
  if (!isTexts(env)) refuse("env", "a list of names", env);
  if (tolerance !== null && !(tolerance >= 0)) refuse("tolerance", "a number, 0 or more, or null", tolerance);
  const ms = milliseconds(timeout);
  if (ms > LONGEST) refuse("timeout", "at most 24 days", timeout);
  return Object.freeze({ learner: "command", params: { run, timeout: ms, env, tolerance } });
}

interface ImportedOptions {
  /** The model file, relative to the system file: LightGBM, XGBoost, ONNX, or Alidade's own. */
  readonly file: string;
  /** Names of the system's features in the order of the model's, for a file that does not name them. */
  readonly features?: readonly string[];
  /**
   * Whether it has learned from none of the rows that it is judged on here. Default false: nobody knows, so that no gate passes
   * it on what it earns on them.
   */
  readonly unseen?: boolean;
}

/** A model that was made elsewhere and is taken as it is. It is judged like any other. Throws `system.invalid`. */
export function imported(options: ImportedOptions): LearnerRef<"imported"> {
  checkPassed("imported", options, ["file", "features", "unseen"]);
  const { file, features, unseen = false } = options;
  if (typeof file !== "string" || file === "") refuse("file", "a path", file);
  if (features !== undefined && !isTexts(features)) refuse("features", "a list of names", features);
  if (typeof unseen !== "boolean") refuse("unseen", "true or false", unseen);
  const more = { ...(features === undefined ? {} : { features }), ...(unseen ? { unseen } : {}) };
  return Object.freeze({ learner: "imported", params: { file, ...more } });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

function refuse(name: string, allowed: string, got: unknown): never {
  throw systemInvalid({ where: `learner.${name}`, problem: `must be ${allowed}. Got ${JSON.stringify(got)}` });
}
