import { hashValue, type Space } from "../../kernel/index.ts";
import type { Point, SearchMethodName, SearchPlan } from "../../learn/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { howStreamsAreRead } from "../snapshot/events.ts";
import { pointInFile } from "./candidate-head.ts";
import type { Nesting } from "./nested-plan.ts";
import type { SearchObjective } from "./objective.ts";

/** Everything that decides what a search tries and how it judges. Kept in its record, so that it can be gone on with. */
export interface SearchSettings extends Nesting {
  readonly head: string;
  readonly learner: string;
  readonly method: SearchMethodName;
  readonly objective: SearchObjective;
  /** Points that are tried in each study. */
  readonly trials: number;
  /** Trials that are proposed at a time, whatever the number of threads. */
  readonly batch: number;
  readonly seed: number;
  readonly space: Space;
  /** What the file said when the search began, for the parameters that are searched for. */
  readonly start: Point;
}

export const SEARCH_DEFAULTS: {
  readonly trials: number;
  readonly batch: number;
  readonly outer: number;
  readonly inner: number;
} = { trials: 20, batch: 4, outer: 3, inner: 3 };

/** What is proposed from: the parameters of the file come first, so that the choice is never worse where it is made. */
export function searchPlan({ space, start, trials, batch, seed }: SearchSettings): SearchPlan {
  return { space, start: Object.keys(start).length === 0 ? [] : [start], trials, batch, seed };
}

interface LearntFrom {
  /** Id of the snapshot. */
  readonly snapshot: string;
  /** Of the package: another one may learn otherwise. */
  readonly version: string;
}

/** Whether trials of then and of now can be compared: a hash of what they learn, from what, and how they are judged. */
export function definitionKey(system: SystemDefinition, head: string, from: LearntFrom): string {
  const { contract, features, outcomes, filters, policy, objective, evaluation, seed, entity, time, heads } = system;
  const { fields, exclude } = contract as { readonly fields: unknown; readonly exclude?: unknown };
  return hashValue(
    JSON.parse(
      JSON.stringify({
        ...{ fields, exclude, features, outcomes, filters, policy, evaluation, seed, entity, time, ...from },
        ...{ payoff: objective.payoff, cost: objective.cost, effect: objective.effect, head: heads[head] },
        ...howStreamsAreRead(system),
      }),
    ),
  );
}

/** The file's own values, for the start. */
export function startOf(system: SystemDefinition, head: string, space: Space): Point {
  const ref = system.heads[head]?.learner;
  return ref === undefined ? {} : pointInFile(ref, space);
}
