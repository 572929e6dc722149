import type { Arena } from "../arena.ts";
import type { Engine } from "../engine.ts";
import type { Caller } from "./call.ts";

/** Rows in a part of a job that passes over a column. */
const PART = 16_384;

/** The jobs that turn values into bins, once a fit. */
export function binJobs({ run }: Caller, arena: Arena): Pick<Engine, "sort" | "assign" | "tally" | "transpose"> {
  return {
    sort({ values, room, counts }) {
      arena.scoped(() => {
        const lengths = arena.ints(counts.length);
        lengths.set(counts);
        const spare = arena.floats(room * counts.length);
        const counters = arena.ints(2048 * counts.length);
        const ints = [values.byteOffset, lengths.byteOffset, room, spare.byteOffset, counters.byteOffset];
        run({ job: "sort", parts: counts.length, ints });
      });
    },
    assign({ values, cuts, bins }) {
      const ints = [values.byteOffset, cuts.byteOffset, bins.byteOffset, bins.length, PART];
      run({ job: "assign", parts: Math.ceil(bins.length / PART), ints });
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
