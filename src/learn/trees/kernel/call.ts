import { defineError, type ErrorConstructor } from "../../../kernel/index.ts";
import type { Team } from "../../learner.ts";
import { freshControl, type GrowExports, growModule, instantiate, type SharedMemory } from "./wasm.ts";

/** A helping thread took a part of the work and never came back. The fit can start again without helpers. */
export const helperLost: ErrorConstructor<Record<never, never>> = defineError("learn.helper-lost", {
  headline: "A thread was lost in the middle of its work",
  message: () => "A thread that helped to grow trees ended before its part was done.",
});

/** The kernel's jobs, by the number that `kernels/grow.ts` knows them by. */
export const JOBS: readonly string[] = [
  ...["cut", "assign", "transpose", "derive", "sum", "quantise", "count", "settle", "partition", "move"],
  ...["addSpans", "walk", "tally", "total", "rank", "grow", "growOne", "tallyCodes", "assignCodes"],
];

/** A job: its name, its parts, and its arguments as `kernels/grow/` lists them. */
export interface Call {
  readonly job: string;
  readonly parts: number;
  readonly ints: ArrayLike<number>;
  readonly reals?: ArrayLike<number>;
}

/** A kernel at work: it runs jobs, on this thread and on those that were enlisted. */
export interface Caller {
  readonly threads: number;
  run(call: Call): void;
  /** Lets the helpers go. */
  dismiss(): void;
}

/** Words of the control block, and where in it the arguments begin; see `kernels/grow/crew.ts` and `args.ts`. */
const EPOCH_WORD = 0;
const STOP_WORD = 49;
const SEATS_WORD = 51;
const INTS_AT = 256;
const REALS_AT = 448;

/** Starts a kernel over a memory and enlists the team, if there is one. */
export function callerOver(memory: SharedMemory, team: Team | undefined): Caller {
  const module = growModule() as object;
  const exports: GrowExports = instantiate(module, memory);
  const control = freshControl(memory);
  const words = new Int32Array(memory.buffer, control, INTS_AT / 4);
  const ints = new Int32Array(memory.buffer, control + INTS_AT, 48);
  const reals = new Float64Array(memory.buffer, control + REALS_AT, 24);
  words[SEATS_WORD] = team?.threads ?? 1;
  team?.enlist({ module, memory, control });
  return {
    threads: team?.threads ?? 1,
    run(call) {
      copy(call.ints, ints);
      if (call.reals !== undefined) copy(call.reals, reals);
      if (exports.dispatch(control, JOBS.indexOf(call.job), call.parts) === 0) throw helperLost({});
    },
    dismiss() {
      Atomics.store(words, STOP_WORD, 1);
      Atomics.add(words, EPOCH_WORD, 1);
      Atomics.notify(words, EPOCH_WORD);
    },
  };
}

/** Sooner than `set` for so few. */
function copy(from: ArrayLike<number>, into: Int32Array | Float64Array): void {
  for (let i = 0; i < from.length; i++) into[i] = from[i] as number;
}
