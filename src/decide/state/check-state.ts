import { messageOf } from "../../kernel/index.ts";
import type { DecisionBody } from "../../records/index.ts";
import { decideOne } from "../pipeline.ts";
import { rankOne } from "../rank.ts";
import type { ServingState } from "../serving-state.ts";
import type { GoldenRequest } from "./golden.ts";

/** What came of asking a state its golden requests. */
export interface StateCheck {
  readonly requests: number;
  /** Milliseconds of a decision, once everything is warm; null without requests. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** What went wrong, each once: a head that failed, a question that nobody could answer. */
  readonly problems: readonly string[];
}

/** So often is each question timed; the fastest counts, because whatever else the machine does only adds to it. */
const TIMINGS = 3;

/** Asks every question once, then times it. `stopwatch` gives milliseconds that only move forward. */
export function checkState(
  state: ServingState,
  requests: readonly GoldenRequest[],
  stopwatch: () => number,
): StateCheck {
  const problems = new Set([...state.releases.values()].flatMap(({ unusable }) => Object.values(unusable)));
  const times: number[] = [];
  for (const request of requests) for (const problem of problemsOf(state, request)) problems.add(problem);
  for (const request of requests) {
    const timed = Array.from({ length: TIMINGS }, () => {
      const start = stopwatch();
      attempt(() => answer(state, request));
      return stopwatch() - start;
    });
    times.push(Math.min(...timed));
  }
  times.sort((a, b) => a - b);
  return {
    requests: requests.length,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    problems: [...problems],
  };
}

function answer(state: ServingState, { candidates, ...question }: GoldenRequest): Omit<DecisionBody, "took"> {
  return candidates === undefined ? decideOne(state, question) : rankOne(state, { ...question, candidates });
}

/** Reasons that tell of a release that does not work; a value that the contract refuses is the question's own fault. */
const BROKEN = /^fallback\.(head-failed|model-unusable|no-score|previous-version|other-policy)/;

function problemsOf(state: ServingState, request: GoldenRequest): readonly string[] {
  try {
    const { reasons, candidates = [] } = answer(state, request);
    const all = [...reasons, ...candidates.flatMap((one) => one.reasons)];
    return all.filter((reason) => BROKEN.test(reason)).map((reason) => `a golden request was answered with ${reason}`);
  } catch (thrown) {
    return [`a golden request could not be answered: ${messageOf(thrown)}`];
  }
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // The first round has told of it.
  }
}

function quantile(sorted: readonly number[], part: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}
