import type { Row } from "../../data/index.ts";
import type { Decider, LoadedRelease } from "../../decide/index.ts";
import { type Model, scoreRow } from "../../model/index.ts";
import {
  type InferRequest,
  type InferResponse,
  type InferTensor,
  MOST_ROWS,
  type ModelMetadata,
} from "../../wire/index.ts";
import type { Desk } from "../desk.ts";
import type { Whose } from "../telemetry/answered.ts";
import { overloaded } from "../traffic/load.ts";
import { modelFailed, modelUnknown, tensorUnfit } from "./errors.ts";
import { inTurns } from "./in-turns.ts";
import { rowsOf } from "./rows.ts";
import { DATATYPE } from "./tensors.ts";

/** A head as a model of the Open Inference Protocol. */
interface Served {
  readonly name: string;
  readonly system: string;
  readonly model: Model;
  readonly version: string;
  readonly versions: readonly string[];
}

/** Which model is asked for: `<system>.<head>`, and a version, else the champion's. */
export interface Named {
  readonly model: string;
  readonly version?: string | undefined;
  /** Is told whose the model is. */
  readonly whose: Whose;
}

/** What a model takes and gives. Throws `inference.model-unknown`. */
export function describeModel(desk: Desk, named: Named): ModelMetadata {
  const { name, model, versions } = servedModel(desk, named);
  const { features, classes } = model.signature;
  return {
    name,
    versions: [...versions],
    platform: `alidade_${model.format}`,
    inputs: features.map((slot) => ({ name: slot.name, datatype: DATATYPE[slot.kind], shape: [-1] })),
    outputs: [{ name: OUTPUT, datatype: "FP64", shape: [-1, Math.max(1, classes.length)] }],
  };
}

/** The one tensor that comes out: a probability or a value, or a probability for each class. */
const OUTPUT = "scores";

/** Scores rows. A tensor that is left out is not known in any row. Throws `inference.*`. */
export type Infer = (named: Named, request: InferRequest) => Promise<InferResponse>;

/** Scores for one desk: however many rows come, and from however many callers, others are answered in between. */
export function inferrer(desk: Desk): Infer {
  const work = inTurns();
  const room = roomFor(MOST_UNDER_WAY);
  return async (named, { id, inputs, outputs }) => {
    const served = servedModel(desk, named);
    const other = outputs?.find((output) => output.name !== OUTPUT);
    if (other !== undefined) throw tensorUnfit({ name: other.name, problem: `is none of the outputs: ${OUTPUT}.` });
    const { count, row } = rowsOf(served.model, inputs);
    const scores: number[] = [];
    await room(count, () => work(count, (at) => scores.push(...scoresOf(served.name, served.model, row(at)))));
    return {
      model_name: served.name,
      model_version: served.version,
      ...(id === undefined ? {} : { id }),
      outputs: [scoresTensor(served.model, count, scores)],
    };
  };
}

/** The most rows that are scored at the same time, of all requests together. */
const MOST_UNDER_WAY = 10 * MOST_ROWS;

/** Lets work begin while there is room for so many rows. Throws `server.overloaded`. */
function roomFor(most: number): (rows: number, work: () => Promise<void>) => Promise<void> {
  let underWay = 0;
  return async (rows, work) => {
    if (underWay + rows > most) throw overloaded({ why: `${underWay} rows are being scored`, waitMs: 1_000 });
    underWay += rows;
    try {
      await work();
    } finally {
      underWay -= rows;
    }
  };
}

function scoresTensor({ signature: { classes } }: Model, rows: number, data: readonly number[]): InferTensor {
  return {
    name: OUTPUT,
    datatype: "FP64",
    shape: [rows, rows === 0 ? 1 : data.length / rows],
    ...(classes.length === 0 ? {} : { parameters: { classes: classes.join("\n") } }),
    data,
  };
}

function scoresOf(name: string, model: Model, row: Row): readonly number[] {
  let scores: readonly number[];
  try {
    scores = scoreRow(model, row);
  } catch (thrown) {
    throw modelFailed({ model: name }, thrown);
  }
  if (!scores.every((score) => Number.isFinite(score))) throw modelFailed({ model: name });
  return scores;
}

/** The model that is named, in the champion's release or, by version, in any that is served. */
export function servedModel({ systems, decider }: Desk, { model: name, version, whose }: Named): Served {
  const served = systems.flatMap((system) => modelsOf(decider, system.name));
  const versions = served.filter((one) => one.name === name);
  const found = versions.find((one) => version === undefined || one.version === version);
  whose.system = found?.system;
  if (found !== undefined) return { ...found, versions: [...new Set(versions.map((one) => one.version))] };
  const got = version === undefined ? name : `${name}, version ${version}`;
  throw modelUnknown({ got: got.slice(0, 120), served: [...new Set(served.map((one) => one.name))] });
}

/** The models of a system, the champion's first. */
function modelsOf(decider: Decider, system: string): readonly Omit<Served, "versions">[] {
  const state = decider.serving(system);
  if (state === undefined) return [];
  const arms = [...state.plan.allocations].sort(
    (a, b) => Number(b.purpose === "champion") - Number(a.purpose === "champion"),
  );
  const releases = arms.flatMap(({ release }): LoadedRelease[] => {
    const found = state.releases.get(release);
    return found === undefined ? [] : [found];
  });
  return releases.flatMap(({ models, versions }) =>
    Object.entries(models).map(([head, model]) => ({
      name: `${system}.${head}`,
      system,
      model,
      version: versions[head] ?? "",
    })),
  );
}
