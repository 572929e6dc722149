import { type Head, modelTask, outcomesOf, type SystemDefinition } from "../../../system/index.ts";
import type { LabelKind } from "../../quality/surprise.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";

/** A head whose labels were looked at in a period. */
export interface LabelledHead {
  readonly name: string;
  readonly head: Head;
  readonly seen: LabelSeen;
  /** The outcome that it predicts; the first of several. */
  readonly outcome: string;
  /** Whether its outputs are the probability of a yes, and its loss the log loss. */
  readonly isBinary: boolean;
  readonly kind: LabelKind;
}

/** Heads of the system with labels in this period. */
export function labelledHeads({ heads }: Pick<SystemDefinition, "heads">, { labels }: Seen): readonly LabelledHead[] {
  return Object.entries(labels).flatMap(([name, seen]) => {
    const head = heads[name];
    if (head === undefined) return [];
    const kind = kindOf(head);
    return [{ name, head, seen, outcome: outcomesOf(head)[0] ?? name, isBinary: kind === "binary", kind }];
  });
}

function kindOf(head: Head): LabelKind {
  const task = modelTask(head);
  if (task === "binary") return "binary";
  return task === "regression" || task === "ranking" ? "number" : "probability";
}

/** The part of what is decided that rests on a head: all, where the answer is read from it; else by the weights it starts with. */
export function reachOfHead({ policy, heads, weights }: SystemDefinition, name: string): number {
  if ("head" in policy) return policy.head === name ? 1 : 0;
  const sizes = Object.keys(heads).map((head) => [head, Math.abs(weights[head]?.start ?? 1)] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  const own = sizes.find(([head]) => head === name)?.[1] ?? 0;
  return total > 0 ? own / total : 1;
}
