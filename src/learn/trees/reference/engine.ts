import { plainArena } from "../arena.ts";
import type { Engine } from "../engine.ts";
import { assign, assignCodes, cut, tally, tallyCodes, transpose } from "./bins.ts";
import { derive } from "./derive.ts";
import { partition } from "./partition.ts";
import { quantise, sum, total } from "./quantise.ts";
import { rank } from "./rank.ts";
import { addSpans, walk } from "./scores.ts";
import { settle } from "./settle.ts";

/** What every engine must do, to the bit: plain TypeScript on one thread. */
export const referenceEngine: Engine = Object.freeze({
  arena: plainArena,
  cut,
  assign,
  tallyCodes,
  assignCodes,
  tally,
  transpose,
  derive,
  rank,
  sum,
  quantise,
  total,
  settle,
  partition,
  addSpans,
  walk,
});
