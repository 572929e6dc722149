import type { Arena } from "../arena.ts";
import type { Addition, Derivation, Engine, FastLoss, Pair, Walked } from "../engine.ts";
import { SUM_CHUNK } from "../reference/quantise.ts";
import type { Caller } from "./call.ts";

/** Rows in a part of a job that passes over all rows: few, so that threads end together. */
const PART = 4_096;
const LOSSES: readonly FastLoss[] = ["logLoss", "squared", "softmax"];

type RowJobs = Pick<Engine, "derive" | "sum" | "quantise" | "total" | "addSpans" | "walk">;

/** The jobs that pass over all rows once a tree or once a round. */
export function rowJobs({ run }: Caller, arena: Arena): RowJobs {
  const sums = { chunks: arena.floats(0) };
  const roomFor = (chunks: number): Float64Array => {
    if (sums.chunks.length < 2 * chunks) sums.chunks = arena.floats(2 * chunks);
    return sums.chunks;
  };
  return {
    derive({ loss, outputs, scores, label, weights, pairs }: Derivation) {
      const rows = label.length;
      const head = [LOSSES.indexOf(loss), rows, SUM_CHUNK, outputs, scores.byteOffset, label.byteOffset];
      const ints = [...head, weights.length === 0 ? 0 : weights.byteOffset, pairs.byteOffset];
      run({ job: "derive", parts: Math.ceil(rows / SUM_CHUNK), ints });
    },
    sum(pairs) {
      const rows = pairs.length / 2;
      const parts = Math.ceil(rows / SUM_CHUNK);
      const chunks = roomFor(parts);
      run({ job: "sum", parts, ints: [pairs.byteOffset, rows, SUM_CHUNK, chunks.byteOffset] });
      return addUp(chunks, parts);
    },
    quantise(pairs, { scale, salt }) {
      const rows = pairs.length / 2;
      const ints = [pairs.byteOffset, rows, PART, salt];
      run({ job: "quantise", parts: Math.ceil(rows / PART), ints, reals: [scale.gradient, scale.hessian] });
    },
    total(cells, rows, count) {
      const parts = Math.ceil(count / PART);
      const chunks = roomFor(parts);
      run({ job: "total", parts, ints: [cells.byteOffset, rows.byteOffset, count, PART, chunks.byteOffset] });
      return addUp(chunks, parts);
    },
    addSpans({ rows, spans, values, scores }: Addition) {
      const count = values.length === 0 ? 0 : (spans[values.length * 2 - 1] as number);
      const head = [rows.byteOffset, scores.byteOffset, spans.byteOffset, values.byteOffset];
      run({ job: "addSpans", parts: Math.ceil(count / PART), ints: [...head, values.length, count, PART] });
    },
    walk({ data, tree, scores }: Walked) {
      const { nodes, sides, values } = tree;
      const head = [data.bins.byteOffset, data.rows, PART, nodes.byteOffset, sides.byteOffset];
      run({ job: "walk", parts: Math.ceil(data.rows / PART), ints: [...head, values.byteOffset, scores.byteOffset] });
    },
  };
}

/** In order, so that nothing depends on which thread summed what. */
function addUp(chunks: Float64Array, parts: number): Pair {
  let gradient = 0;
  let hessian = 0;
  for (let part = 0; part < parts; part++) {
    gradient += chunks[part * 2] as number;
    hessian += chunks[part * 2 + 1] as number;
  }
  return { gradient, hessian };
}
