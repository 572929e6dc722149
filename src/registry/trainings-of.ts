import type { Run } from "./run-record.ts";

/** The trainings among runs that came to an end, in their order. What could not be recalibrated made nothing, and is none of them. */
export function trainingsOf(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => isEnded(run) && !wasRefused(run));
}

/** Recalibrations that could not be. */
export function notRecalibratedIn(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => isEnded(run) && wasRefused(run));
}

function isEnded({ kind, status }: Run): boolean {
  return kind === "train" && status === "finished";
}

function wasRefused({ facts }: Run): boolean {
  return facts.notRecalibrated !== undefined;
}
