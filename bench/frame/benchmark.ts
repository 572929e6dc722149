/** What is measured, in one unit, with its target and with what a user would pick instead. */
export interface Line {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  readonly target?: Target;
  /** The same job done by something else in the same run. */
  readonly beside?: { readonly name: string; readonly value: number };
}

export type Unit = "s" | "ms" | "µs" | "MB" | "per s" | "";

/** The value that should not be crossed. */
export type Target = { readonly below: number } | { readonly above: number };

/** One benchmark's answer: its lines, and what a reader must know about them. */
export interface Measured {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

/** One file in `benchmarks/` declares one of these. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(tools: Tools): Promise<Measured>;
}

/** What the frame lends to a benchmark. */
export interface Tools {
  /** How often a whole process is measured; the median counts. */
  readonly runs: number;
  /** An empty folder, removed afterwards. */
  readonly folder: string;
  /** Says what is going on. */
  say(text: string): void;
}
