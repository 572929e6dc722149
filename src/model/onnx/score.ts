import type { Column, Table } from "../../data/index.ts";
import type { Model, Signature } from "../model.ts";
import { columnsFor, outputsOf } from "../signature.ts";
import type { OnnxBody, OnnxInput } from "./body.ts";
import { onnxEvaluation, onnxMissing, onnxRuntimeNeeded } from "./errors.ts";
import type { ForeignSession } from "./foreign.ts";
import { planOf, runPlan } from "./plan.ts";
import { asNumbers, type Tensor } from "./tensor.ts";

/** Rows that run together: enough to pay for a run, few enough that no intermediate tensor grows large. */
const BATCH = 1024;

/** Scores a table: rows × outputs. Throws `onnx.evaluation-failed`, `onnx.missing-value`, `onnx.runtime-needed`. */
export function scoreOnnx(model: Model<OnnxBody>, table: Table): Float64Array {
  const { body, signature } = model;
  const run = runnerOf(body);
  const columns = columnsFor(model, table);
  const width = outputsOf(signature);
  const scores = new Float64Array(table.rows * width);
  const step = body.batch === 0 ? BATCH : body.batch;
  for (let start = 0; start < table.rows; start += step) {
    const rows = { start, count: Math.min(step, table.rows - start) };
    const out = asNumbers(run(tensorsOf(body, columns, rows))).data;
    scores.set(chosen(out, { column: body.column, rows: rows.count, width }), start * width);
  }
  return checked(signature, scores);
}

type Run = (inputs: ReadonlyMap<string, Tensor>) => Tensor;

/** A session is opened once per body. */
const sessions = new WeakMap<OnnxBody, ForeignSession>();

function runnerOf(body: OnnxBody): Run {
  if (body.graph === undefined) {
    const session = sessions.get(body) ?? opened(body);
    sessions.set(body, session);
    return (inputs) => session.run(inputs, body.output);
  }
  const plan = planOf(body.graph, body.output);
  return (inputs) => runPlan(plan, inputs);
}

function opened({ ports, bytes }: OnnxBody): ForeignSession {
  if (ports.foreign === undefined) throw onnxRuntimeNeeded({});
  return ports.foreign.open(bytes);
}

interface Rows {
  readonly start: number;
  readonly count: number;
}

function tensorsOf({ inputs }: OnnxBody, columns: readonly Column[], rows: Rows): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let slot = 0;
  for (const input of inputs) {
    tensors.set(input.name, tensorOf(input, columns.slice(slot, slot + input.width), rows));
    slot += input.width;
  }
  return tensors;
}

function tensorOf({ type, rank, width }: OnnxInput, columns: readonly Column[], rows: Rows): Tensor {
  const dims = rank === 1 ? [rows.count] : [rows.count, width];
  if (type === "string") return { type, dims, data: textsOf(columns, rows) };
  const data = new Float64Array(rows.count * width);
  columns.forEach((column, j) => {
    if (column.kind === "text") return;
    for (let i = 0; i < rows.count; i++) data[i * width + j] = fitted(column, rows.start + i, type);
  });
  return { type, dims, data };
}

/** A missing text is the empty one. */
function textsOf(columns: readonly Column[], { start, count }: Rows): readonly string[] {
  return Array.from({ length: count * columns.length }, (_, i) => {
    const column = columns[i % columns.length];
    if (column?.kind !== "text") return "";
    return column.levels[column.codes[start + Math.floor(i / columns.length)] ?? -1] ?? "";
  });
}

function fitted(column: Extract<Column, { readonly values: unknown }>, row: number, type: Tensor["type"]): number {
  const value = column.values[row] as number;
  if (type === "float") return Math.fround(value);
  if (type === "double") return value;
  if (Number.isNaN(value)) throw onnxMissing({ feature: column.name, type });
  return type === "bool" ? Number(value !== 0) : Math.trunc(value);
}

interface Wanted {
  readonly column: number;
  readonly rows: number;
  readonly width: number;
}

/** The columns of the output that are the prediction. A single column is the probability, whichever was asked for. */
function chosen(out: Float64Array, { column, rows, width }: Wanted): Float64Array {
  const got = out.length / rows;
  const isSingle = column >= 0 && (got === 1 || column < got);
  if (!Number.isInteger(got) || !(isSingle || (column < 0 && got === width)))
    throw onnxEvaluation({
      what: `the output has ${got} numbers for each row instead of ${Math.max(width, column + 1)}`,
    });
  if (column < 0 || got === 1) return out;
  return Float64Array.from({ length: rows }, (_, row) => out[row * got + column] as number);
}

/** Rounding in 32 bits may step over 1 by this much. */
const ROUNDING = 1e-5;

/** Probabilities must be probabilities: a margin taken for one would be acted on. */
function checked({ task }: Signature, scores: Float64Array): Float64Array {
  const isFree = task === "regression" || task === "ranking";
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const fits = isFree ? Number.isFinite(score) : score >= -ROUNDING && score <= 1 + ROUNDING;
    if (!fits) throw onnxEvaluation({ what: `the output is ${score}, no ${isFree ? "number" : "probability"}` });
    if (!isFree) scores[i] = Math.min(1, Math.max(0, score));
  }
  return scores;
}
