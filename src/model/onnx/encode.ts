import { fromBase64, toBase64 } from "../../kernel/index.ts";
import { modelCorrupt } from "../errors.ts";
import { readChoice, readIndex, readList, readRecord, readText } from "../shape.ts";
import type { OnnxBody, OnnxInput } from "./body.ts";
import type { ModelPorts } from "./foreign.ts";
import { planOf } from "./plan.ts";
import { readModel } from "./proto/graph.ts";

const TYPES = ["float", "double", "int32", "int64", "uint8", "bool", "string"] as const;
/** More columns than this in one input are refused. */
const WIDEST = 1_000_000;

/** The file as base64, and the binding beside it. */
export function encodeOnnx({ bytes, inputs, batch, output, column, graph }: OnnxBody): unknown {
  return { file: toBase64(bytes), inputs, batch, output, column, runs: graph === undefined ? "foreign" : "here" };
}

/** Reads and checks everything again, the graph included. Throws `model.corrupt`, `onnx.…`. */
export function decodeOnnx(data: unknown, ports: ModelPorts): OnnxBody {
  const parts = readRecord(data, "the body");
  const bytes = fromBase64(readText(parts.file, "the file"));
  if (bytes === undefined) throw modelCorrupt({ what: "the file is not base64" });
  const output = readText(parts.output, "the output");
  const runsHere = readChoice(parts.runs, "where it runs", ["here", "foreign"]) === "here";
  const body = {
    bytes,
    inputs: readList(parts.inputs, "the inputs", readInput),
    batch: readIndex(parts.batch, "the batch", [0, 2]),
    output,
    column: readIndex(parts.column, "the column", [-1, WIDEST]),
    ports,
  };
  if (!runsHere) return body;
  const graph = readModel(bytes);
  planOf(graph, output);
  return { ...body, graph };
}

function readInput(data: unknown): OnnxInput {
  const parts = readRecord(data, "an input");
  return {
    name: readText(parts.name, "an input's name"),
    type: readChoice(parts.type, "an input's type", TYPES),
    rank: readIndex(parts.rank, "an input's rank", [1, 3]),
    width: readIndex(parts.width, "an input's width", [1, WIDEST]),
  };
}
