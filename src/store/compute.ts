import type { Team } from "./team.ts";

/** What a kernel may use beside its input. Its output is the same without. */
export interface Help {
  /** Threads that have nothing else to do. */
  readonly team?: Team;
}

/** Work that can leave this thread. */
export interface Kernel<Input, Output> {
  /** Address of the module that exports `run(input, help): output`; arguments and results survive structured cloning. */
  readonly module: string;
  /** The same function, for the one who computes here. */
  readonly run: (input: Input, help?: Help) => Output;
}

/** Runs kernels: in this thread, on every core, or elsewhere. The answers are the same. */
export interface Compute {
  /**
   * Says that these kernels will be asked for, with so many inputs, so that whoever needs time to get ready can take it
   * now. Nothing depends on it.
   */
  prepare?(kernels: readonly Pick<Kernel<never, never>, "module">[], inputs: number): void;
  /**
   * Results in the order of the inputs. `done` is called as each one finishes: with how many have finished, which one it
   * was, and its result, for whoever wants to keep it at once.
   */
  map<Input, Output>(
    kernel: Kernel<Input, Output>,
    inputs: readonly Input[],
    done?: (finished: number, index: number, output: Output) => void,
  ): Promise<readonly Output[]>;
}
