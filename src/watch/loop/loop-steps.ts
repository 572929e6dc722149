import type { LoopStage } from "../../system/index.ts";
import type { Loop, LoopEnd, LoopFacts } from "./loop.ts";

/** What a step is given. */
export interface StepGiven {
  readonly loop: Loop;
  /** Marks what this step makes, by which it is found again after a crash: see `markOf`. */
  readonly mark: string;
  readonly signal: AbortSignal;
}

/** Where a stage stands. */
export type StepSeen =
  /** It is done: on to the next. */
  | { readonly kind: "next"; readonly says: string; readonly facts?: LoopFacts }
  /** It waits; look again after so many milliseconds. */
  | { readonly kind: "wait"; readonly says: string; readonly againMs: number }
  | { readonly kind: "end"; readonly end: LoopEnd; readonly says: string; readonly facts?: LoopFacts };

/** What a step has made, or why there is nothing to make and the loop ends. */
export type StepMade = LoopFacts | Extract<StepSeen, { kind: "end" }>;

/**
 * One stage's hands. What changes anything is in `make` alone, and `found` tells whether it was made already: a killed process
 * is gone on with by asking `found` first, so nothing is made twice.
 */
export interface LoopStep {
  /** What it would do next, in a sentence; changes nothing. */
  preview(given: Omit<StepGiven, "signal">): Promise<string>;
  /** What an earlier try made, by the mark; undefined where there is nothing. Absent: the stage makes nothing. */
  found?(given: StepGiven): Promise<LoopFacts | undefined>;
  make?(given: StepGiven): Promise<StepMade>;
  /** Looks where the stage stands. May be asked any number of times. */
  look(given: StepGiven): Promise<StepSeen>;
}

/** The hands of a loop, handed in by whoever can train and release. */
export type LoopSteps = Readonly<Record<LoopStage, LoopStep>>;
