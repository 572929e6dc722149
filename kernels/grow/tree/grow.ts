/** The jobs that grow whole trees; see `src/learn/trees/growing/`. */
import { at, int } from "../args";
import { word } from "../words";
import { CREW, TASK_BYTES } from "./bench";
import { addScores, finish } from "./finish";
import { start } from "./start";
import { takePart } from "./take-part";

/** One tree for all threads. Arguments: the bench, the task. Each thread takes part until the tree is full. */
export function growPart(args: usize, seat: i32): void {
  if (seat < word(at(args, 0), CREW)) takePart(at(args, 0), seat);
}

/** A tree for each part, each by one thread on a bench of its own. Arguments: the benches, bytes per bench, the tasks. */
export function growOnePart(args: usize, part: i32, seat: i32): void {
  const bench = at(args, 0) + <usize>int(args, 1) * <usize>seat;
  start(bench, at(args, 2) + <usize>part * TASK_BYTES);
  takePart(bench, 0);
  finish(bench);
  addScores(bench);
}
