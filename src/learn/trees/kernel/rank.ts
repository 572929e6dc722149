import type { Arena } from "../arena.ts";
import type { Engine, Ranking } from "../engine.ts";
import type { Caller } from "./call.ts";

/** About so many parts: lists differ in length. */
const PARTS = 64;
/** Scratch space per row, and for so many rows more: loads reach beyond the last. */
const BYTES = 56;
const BEYOND = 2;

/** The job that orders lists and lets their rows push each other apart, once a round. */
export function rankJob({ run }: Caller, arena: Arena): Pick<Engine, "rank"> {
  const scratches = new WeakMap<Int32Array, Uint8Array>();
  const scratchFor = ({ rows }: Ranking): Uint8Array => {
    const scratch = scratches.get(rows) ?? arena.bytes(BYTES * (rows.length + BEYOND));
    scratches.set(rows, scratch);
    return scratch;
  };
  return {
    rank(ranking) {
      const { rows, starts, truncation, scores, gains, weights, discounts, stakes, pairs } = ranking;
      const lists = starts.length - 1;
      const step = Math.ceil(lists / PARTS);
      const facts = [scores, gains, weights, discounts, stakes, pairs, scratchFor(ranking)];
      const head = [rows.byteOffset, starts.byteOffset, lists, step, truncation];
      const ints = [...head, ...facts.map(({ byteOffset }) => byteOffset), rows.length];
      run({ job: "rank", parts: Math.ceil(lists / step), ints });
    },
  };
}
