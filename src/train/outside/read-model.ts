import { type Kind, type Table, takeRows } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import {
  checkSignature,
  decodeModel,
  type ImportOptions,
  importModel,
  isEncodedModel,
  type Model,
  type ModelPorts,
  outputsOf,
  scoreModel,
  type Task,
} from "../../model/index.ts";
import { modelUnfit } from "./errors.ts";

/** What a model from outside has to fit. */
export interface Wanted {
  readonly head: string;
  /** Where it came from, for the errors. */
  readonly from: string;
  readonly task: Task;
  readonly classes: readonly string[];
  readonly features: Table;
  /** Names of the features in the order of the model's, where its file does not name them. */
  readonly names?: readonly string[] | undefined;
  /** What a foreign graph may need. */
  readonly ports?: ModelPorts | undefined;
}

/** Errors that a head and a file have between them, and what they come to. */
interface Unfit {
  readonly codes: RegExp;
  readonly problem: string;
}

const UNREADABLE: Unfit = {
  codes: /^(model\.(signature-mismatch|import-option|import-features)|onnx\.signature-unclear)$/,
  problem: "cannot be read for this head",
};
const CANNOT_ANSWER: Unfit = {
  codes: /^onnx\.(evaluation-failed|missing-value)$/,
  problem: "cannot answer",
};
/** So many rows are scored before a model is believed. */
const TRIED = 1_000;

/**
 * Reads a model file of any known kind and holds it against the system: the features by name and kind, the task, the
 * classes, and finite answers on real rows. Throws `train.model-unfit`, `model.import-*`, `onnx.*`, `model.corrupt`.
 */
export function readOutsideModel(bytes: Uint8Array, wanted: Wanted): Model {
  const { features } = wanted;
  const model = understood(bytes, wanted);
  const refuse = refuserOf(wanted);
  const { task, classes } = model.signature;
  if (task !== wanted.task) refuse(`predicts ${task}, where the head asks for ${wanted.task}`);
  if (classes.join("\n") !== wanted.classes.join("\n"))
    refuse(`knows the classes ${list(classes)}, where the data have ${list(wanted.classes)}`);
  const rows = Int32Array.from({ length: Math.min(TRIED, features.rows) }, (_, row) => row);
  answersOf(model, takeRows(features, rows), wanted);
  return model;
}

/** What a model says of rows. One that answers with what is no number, or no probability, throws `train.model-unfit`. */
export function answersOf(model: Model, rows: Table, wanted: Wanted): Float64Array {
  const { signature } = model;
  const refuse = refuserOf(wanted);
  const scores = orUnfit(CANNOT_ANSWER, wanted, () => scoreModel(model, rows));
  const expected = rows.rows * outputsOf(signature);
  if (scores.length !== expected)
    refuse(`gives ${scores.length} numbers for ${rows.rows} rows; ${expected} are needed`);
  const bad = scores.findIndex((score) => !isAnswer(signature.task, score));
  if (bad >= 0) refuse(`answers ${scores[bad]} for a row of the data`);
  return scores;
}

/** The model in the bytes, reading the system's features. */
function understood(bytes: Uint8Array, wanted: Wanted): Model {
  const kinds: Record<string, Kind> = Object.fromEntries(wanted.features.columns.map(({ name, kind }) => [name, kind]));
  return orUnfit(UNREADABLE, wanted, () => {
    if (!isEncodedModel(bytes)) return importModel(bytes, optionsFor(wanted, kinds));
    const model = decodeModel(bytes, wanted.ports);
    checkSignature(model, kinds);
    return model;
  });
}

function optionsFor({ task, classes, names, ports }: Wanted, expect: Readonly<Record<string, Kind>>): ImportOptions {
  return {
    task,
    expect,
    ...(classes.length === 0 ? {} : { classes }),
    ...(names === undefined ? {} : { names }),
    ...(ports === undefined ? {} : { onnx: { expect, ...ports } }),
  };
}

function refuserOf({ head, from }: Wanted): (problem: string) => never {
  return (problem) => {
    throw modelUnfit({ head, from, problem });
  };
}

/** Does the work; an error with one of the codes becomes `train.model-unfit`, which names the head and the file. */
function orUnfit<T>({ codes, problem }: Unfit, { head, from }: Wanted, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!isAlidadeError(thrown) || !codes.test(thrown.code)) throw thrown;
    throw modelUnfit({ head, from, problem: `${problem}: ${thrown.message.replace(/\.$/, "")}` }, thrown);
  }
}

function isAnswer(task: Task, score: number): boolean {
  if (!Number.isFinite(score)) return false;
  return task === "regression" || task === "ranking" || (score >= -1e-9 && score <= 1 + 1e-9);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  return names.length === 0 ? "none" : `${shown.join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}
