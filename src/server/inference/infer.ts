import type { Cell, Row } from "../../data/index.ts";
import type { Decider, LoadedRelease } from "../../decide/index.ts";
import { type Model, scoreRow } from "../../model/index.ts";
import type { InferRequest, InferResponse, ModelMetadata } from "../../wire/index.ts";
import type { Desk } from "../desk.ts";
import type { Whose } from "../telemetry/answered.ts";
import { modelFailed, modelUnknown, tensorUnfit } from "./errors.ts";
import { cellsOf, DATATYPE } from "./tensors.ts";

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
export function infer(desk: Desk, named: Named, request: InferRequest): InferResponse {
  const { name, model, version } = servedModel(desk, named);
  const other = request.outputs?.find((output) => output.name !== OUTPUT);
  if (other !== undefined) throw tensorUnfit({ name: other.name, problem: `is none of the outputs: ${OUTPUT}.` });
  const scores = rowsOf(model, request).map((row) => scoresOf(name, model, row));
  const width = scores[0]?.length ?? 1;
  return {
    model_name: name,
    model_version: version,
    ...(request.id === undefined ? {} : { id: request.id }),
    outputs: [
      {
        name: OUTPUT,
        datatype: "FP64",
        shape: [scores.length, width],
        ...(model.signature.classes.length === 0
          ? {}
          : { parameters: { classes: model.signature.classes.join("\n") } }),
        data: scores.flat(),
      },
    ],
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

function rowsOf({ signature: { features } }: Model, { inputs }: InferRequest): readonly Row[] {
  const slots = new Map(features.map((slot) => [slot.name, slot]));
  const columns = inputs.map((tensor): readonly [string, readonly Cell[]] => {
    const slot = slots.get(tensor.name);
    if (slot === undefined)
      throw tensorUnfit({ name: tensor.name, problem: `is none of the inputs: ${[...slots.keys()].join(", ")}.` });
    return [tensor.name, cellsOf(tensor, slot)];
  });
  const rows = columns[0]?.[1].length ?? 0;
  const odd = columns.find(([, cells]) => cells.length !== rows);
  if (odd !== undefined) throw tensorUnfit({ name: odd[0], problem: `must have ${rows} rows, as the first one has.` });
  const unknown = Object.fromEntries(features.map((slot): [string, Cell] => [slot.name, null]));
  return Array.from({ length: rows }, (_, i) => ({
    ...unknown,
    ...Object.fromEntries(columns.map(([name, cells]): [string, Cell] => [name, cells[i] ?? null])),
  }));
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
