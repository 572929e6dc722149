import type { Arena } from "../arena.ts";
import type { Engine } from "../engine.ts";
import type { Caller } from "./call.ts";

/** Rows in a part of a job that passes over a column. */
const PART = 16_384;

/** The jobs that turn values into bins, once a fit. */
export function binJobs(
  { run, threads }: Caller,
  arena: Arena,
): Pick<Engine, "cut" | "assign" | "tallyCodes" | "assignCodes" | "tally" | "transpose"> {
  return {
    cut({ values, rows, step, maxBins, cuts, counts, bins }) {
      arena.scoped(() => {
        const room = Math.ceil(rows / step);
        // Two lists to sort between, and counters.
        const bytes = 16 * room + 8192;
        const scratch = arena.bytes(bytes * threads);
        const head = [values.byteOffset, rows, step, room, scratch.byteOffset, bytes, cuts.byteOffset];
        run({ job: "cut", parts: counts.length, ints: [...head, counts.byteOffset, bins.byteOffset, maxBins] });
      });
    },
    assign({ values, cuts, bins }) {
      const ints = [values.byteOffset, cuts.byteOffset, bins.byteOffset, bins.length, PART];
      run({ job: "assign", parts: Math.ceil(bins.length / PART), ints });
    },
    tallyCodes(codes, counts) {
      run({ job: "tallyCodes", parts: 1, ints: [codes.byteOffset, codes.length, counts.byteOffset, counts.length] });
    },
    assignCodes({ codes, binOfCode, bins }) {
      const list = [binOfCode.byteOffset, binOfCode.length, bins.byteOffset];
      run({ job: "assignCodes", parts: 1, ints: [codes.byteOffset, codes.length, ...list] });
    },
    tally({ rows, bins }, counts) {
      run({ job: "tally", parts: bins.length / Math.max(1, rows), ints: [bins.byteOffset, rows, counts.byteOffset] });
    },
    transpose({ rows, bins }, { columns, table, stride }) {
      arena.scoped(() => {
        const addresses = arena.ints(columns.length);
        addresses.set(columns.map((column) => bins.byteOffset + column * rows));
        const ints = [addresses.byteOffset, columns.length, rows, table.byteOffset, stride, PART];
        run({ job: "transpose", parts: Math.ceil(rows / PART), ints });
      });
    },
  };
}
