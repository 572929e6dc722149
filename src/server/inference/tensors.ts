import type { Cell } from "../../data/index.ts";
import type { FeatureSlot } from "../../model/index.ts";
import type { InferTensor } from "../../wire/index.ts";
import { tensorUnfit } from "./errors.ts";

/** The datatypes of the protocol that hold numbers. */
const NUMBERS = ["FP64", "FP32", "FP16", "INT64", "INT32", "INT16", "INT8", "UINT64", "UINT32", "UINT16", "UINT8"];

const TAKES: Readonly<Record<FeatureSlot["kind"], readonly string[]>> = {
  number: [...NUMBERS, "BOOL"],
  text: ["BYTES"],
  flag: ["BOOL"],
};

/** The datatype in which a feature is described. */
export const DATATYPE: Readonly<Record<FeatureSlot["kind"], string>> = { number: "FP64", text: "BYTES", flag: "BOOL" };

/** A feature's cells, by row. Throws `inference.tensor-unfit`. */
export type Column = (row: number) => Cell;

/** A feature's cells, one to a row. Throws `inference.tensor-unfit`. */
export function columnOf({ name, datatype, shape, data = [] }: InferTensor, { kind }: FeatureSlot): Column {
  const allowed = TAKES[kind];
  if (!allowed.includes(datatype))
    throw tensorUnfit({ name, problem: `must be ${allowed.join(", ")}. Got ${datatype}.` });
  const [rows = 0, ...rest] = shape;
  if (rest.some((size) => size !== 1))
    throw tensorUnfit({ name, problem: `must have the shape [rows] or [rows, 1]. Got [${shape.join(", ")}].` });
  if (data.length !== rows) throw tensorUnfit({ name, problem: `must hold ${rows} values. Got ${data.length}.` });
  return (row) => cellOf(alone(data.at(row), rest.length), { name, kind });
}

/** A value out of the lists around it, of which there may be so many. */
function alone(value: unknown, lists: number): unknown {
  return lists > 0 && Array.isArray(value) && value.length === 1 ? alone(value[0], lists - 1) : value;
}

function cellOf(value: unknown, { name, kind }: { readonly name: string; readonly kind: FeatureSlot["kind"] }): Cell {
  if (value === null) return null;
  if (kind === "number" && typeof value === "boolean") return value ? 1 : 0;
  const wanted = { number: "number", text: "string", flag: "boolean" }[kind];
  if (typeof value !== wanted) throw tensorUnfit({ name, problem: `must hold each a ${wanted} or null.` });
  if (value === Infinity || value === -Infinity)
    throw tensorUnfit({ name, problem: "must hold finite numbers, or null. Got one that is beyond a double." });
  return Number.isNaN(value) ? null : (value as Cell);
}
