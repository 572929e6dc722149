import type { Objective } from "../../objective/index.ts";
import { outcomesOf, type SystemDefinition } from "../../system/index.ts";

/** What a system is for, and the problem it makes of that: what is kept of its file with every version of the objective. */
export interface Declared {
  readonly objective: Objective;
  readonly problem: Problem;
}

/** The problem that learning is asked to solve. */
export interface Problem {
  /** Whom a decision is about; null when each row stands for itself. */
  readonly entity: string | null;
  readonly outcomes: Readonly<Record<string, DeclaredOutcome>>;
  readonly heads: Readonly<Record<string, DeclaredHead>>;
  /** How scores become decisions, such as `act-if`. */
  readonly policy: string;
  /** What may be acted on, as declared; null when it is not limited. */
  readonly capacity: unknown;
}

export interface DeclaredOutcome {
  readonly kind: string;
  readonly within: string;
  readonly changedByActing: boolean;
}

export interface DeclaredHead {
  readonly task: string;
  readonly of: readonly string[];
}

/** The objective and the problem that a system file declares, as plain data. */
export function declaredBy({ objective, entity, outcomes, heads, policy }: SystemDefinition): Declared {
  const problem: Problem = {
    entity: entity ?? null,
    outcomes: mapped(outcomes, ({ kind, within, changedByActing }) => ({ kind, within, changedByActing })),
    heads: mapped(heads, (head) => ({ task: head.task, of: outcomesOf(head) })),
    policy: policy.policy,
    capacity: (policy.policy === "act-if" ? policy.capacity : undefined) ?? null,
  };
  // Through JSON: what is kept is what will be read.
  return JSON.parse(JSON.stringify({ objective, problem })) as Declared;
}

function mapped<A, B>(all: Readonly<Record<string, A>>, make: (one: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, make(one)]));
}
