/**
 * The inner loops of tree growing, compiled to WebAssembly by `scripts/kernels.ts`. What each of them means is said by the
 * function of the same name in `src/learn/trees/reference/`; here it is said for speed, and the results are the same bits.
 *
 * There is no managed memory and no mutable global: JavaScript lays out the memory, and every thread that has an instance of
 * this module works on the same memory. A job is cut into parts; threads claim parts until none is left.
 */
import { assignCodesPart, assignPart, tallyCodesPart, tallyPart, transposePart } from "./grow/bins";
import { at } from "./grow/args";
import { finishPart, isOver, nextPart, partOf, publish, rest, takeSeat, waitForAll } from "./grow/crew";
import { cutPart } from "./grow/cuts";
import { derivePart, sumPart } from "./grow/derive";
import { countPart } from "./grow/histogram";
import { movePart, partitionPart } from "./grow/partition";
import { quantisePart, totalPart } from "./grow/quantise";
import { rankPart } from "./grow/rank";
import { addPart, walkPart } from "./grow/scores";
import { prepareQuestions, settlePart } from "./grow/settle";
import { finish } from "./grow/tree/finish";
import { growOnePart, growPart } from "./grow/tree/grow";
import { start } from "./grow/tree/start";

/**
 * Exported so that each stays a function of its own: the engine optimises a function when it has run hot, as a whole, and a
 * small one is ready after the first rounds of a fit; inlined into one, all would wait for the slowest.
 */
export { addPart, assignPart, countPart, cutPart, derivePart, movePart, partitionPart, quantisePart, rankPart, settlePart };
export { assignCodesPart, growOnePart, growPart, sumPart, tallyCodesPart, tallyPart, totalPart, transposePart, walkPart };

/** `seat`: which thread works, counted from 0. */
function work(args: usize, job: i32, part: i32, seat: i32): void {
  switch (job) {
    case 0: return cutPart(args, part, seat);
    case 1: return assignPart(args, part);
    case 2: return transposePart(args, part);
    case 3: return derivePart(args, part);
    case 4: return sumPart(args, part);
    case 5: return quantisePart(args, part);
    case 6: return countPart(args, part);
    case 7: return settlePart(args, part, seat);
    case 8: return partitionPart(args, part);
    case 9: return movePart(args, part);
    case 10: return addPart(args, part);
    case 11: return walkPart(args, part);
    case 12: return tallyPart(args, part);
    case 13: return totalPart(args, part);
    case 14: return rankPart(args, part);
    case 15: return growPart(args, seat);
    case 16: return growOnePart(args, part, seat);
    case 17: return tallyCodesPart(args);
    case 18: return assignCodesPart(args);
  }
}

/** Does what is left of the current job, part by part. */
function help(control: usize, seat: i32): void {
  for (let claim = nextPart(control); !isOver(claim); claim = nextPart(control)) {
    work(control + 256, load<i32>(control, 192), partOf(claim), seat);
    finishPart(control, claim);
  }
}

/** The caller's side: runs a job of so many parts together with whoever helps. 0 when a helper vanished with a part. */
export function dispatch(control: usize, job: i32, parts: i32): i32 {
  const args = control + 256;
  if (job == SETTLE) prepareQuestions(args);
  if (job == GROW) start(at(args, 0), at(args, 1));
  if (!run(control, job, parts)) return 0;
  if (job == GROW) finish(at(args, 0));
  return 1;
}

const SETTLE: i32 = 7;
const GROW: i32 = 15;

function run(control: usize, job: i32, parts: i32): i32 {
  if (parts == 1) {
    work(control + 256, job, 0, 0);
    return 1;
  }
  store<i32>(control, job, 192);
  publish(control, parts);
  help(control, 0);
  return waitForAll(control, parts);
}

/** A helper's side: helps until it is told to stop. */
export function serve(control: usize): void {
  const seat = takeSeat(control);
  if (seat >= load<i32>(control, 204)) return;
  let epoch = atomic.load<i32>(control);
  while (atomic.load<i32>(control, 196) == 0) {
    help(control, seat);
    epoch = rest(control, epoch);
  }
}
