import type { Table } from "../../data/index.ts";
import { fieldsOf, type Node } from "../../features/index.ts";
import { defineError, type ErrorConstructor, hashValue, type Instant } from "../../kernel/index.ts";
import { noHistogram } from "../../stats/index.ts";
import { type HeldHead, labelsOfHeld } from "./labels/held-labels.ts";
import { layoutOf } from "./layout.ts";
import { inputsSeen } from "./open-inputs.ts";
import { outputSeen } from "./open-output.ts";
import type { Layout, Reference, Seen } from "./seen.ts";

/** What the reference of a release is made from. */
export interface ReferenceFacts {
  /** The system's name and the ids of the models that serve: what the reference's id is made of. */
  readonly system: string;
  readonly models: Readonly<Record<string, string>>;
  /** When the snapshot was taken. */
  readonly at: Instant;
  /** The rows that were learned from: fields as they were given, and what is computed of them for the heads. */
  readonly fields: Table;
  readonly features: Table;
  readonly heads: Readonly<Record<string, HeldHead>>;
  /** What the policy would have seen of the rows of `heads`, as one number. */
  readonly score?: Float64Array;
  /** By feature, of each head; nothing for a head that does not tell. */
  readonly importance: readonly Readonly<Record<string, number>>[];
  /** The expressions of the features. */
  readonly nodes: Readonly<Record<string, Node>>;
}

export const referenceEmpty: ErrorConstructor<{ readonly what: string }> = defineError("watch.reference-empty", {
  headline: "Nothing to hold the system against",
  message: ({ what }: { readonly what: string }) =>
    `A reference needs at least one row that was learned from, or one decision of a good period. ${what} has none.`,
  hint: () => "Name a period in which decisions were made, or train first.",
});

/** The version of how references are made: raised when the same facts give another. */
const SHAPE = 1;

/** The id of the reference of these models: the same as long as they serve. */
export function referenceId(system: string, models: Readonly<Record<string, string>>): string {
  return `ref_${hashValue({ shape: SHAPE, system, models }).slice(0, 16)}`;
}

/** The reference of what was learned from. Throws `watch.reference-empty`. */
export function referenceOf(facts: ReferenceFacts): Reference {
  const { system, models, fields, features, heads, score, importance, nodes } = facts;
  if (features.rows === 0) throw referenceEmpty({ what: `The training data of "${system}"` });
  const several = Object.entries(heads).filter(([, { classes }]) => classes.length > 0);
  const layout = layoutOf({
    ...{ fields, features, classes: Object.fromEntries(several.map(([name, { classes }]) => [name, classes])) },
    heads: Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, firstOutputs(head)])),
    ...(score === undefined ? {} : { score }),
  });
  return Object.freeze({
    id: referenceId(system, models),
    from: "training",
    layout,
    seen: seenOf(facts, layout),
    importance: meanImportance(Object.keys(layout.features), importance),
    reads: readsOf(nodes),
  });
}

function firstOutputs({ outputs, classes }: HeldHead): Float64Array {
  const width = Math.max(1, classes.length);
  return width === 1
    ? outputs
    : Float64Array.from({ length: outputs.length / width }, (_, i) => outputs[i * width] as number);
}

/** Rows that were learned from as if they had been decisions; of what only decisions have there is nothing. */
function seenOf({ at, fields, features, heads, score }: ReferenceFacts, layout: Layout): Seen {
  const labelled = Object.entries(heads).filter(([, { labels }]) => labels !== undefined);
  return {
    ...{ layout: layout.id, from: at, to: at, decisions: features.rows, acted: 0, repeated: 0 },
    ...{ fields: inputsSeen(layout.fields, fields), features: inputsSeen(layout.features, features) },
    heads: Object.fromEntries(
      Object.entries(layout.heads).map(([name, bins]) => [
        name,
        outputSeen(bins, firstOutputs(heads[name] as HeldHead)),
      ]),
    ),
    ...(layout.score === undefined || score === undefined ? {} : { score: outputSeen(layout.score, score) }),
    ...{ said: {}, arms: {}, fellBack: {}, reasons: {}, took: noHistogram, slices: {}, ages: {}, events: {} },
    labels: Object.fromEntries(
      labelled.map(([name, head]) => [name, labelsOfHeld(head, layout.heads[name]?.edges ?? [])]),
    ),
    amounts: {},
  };
}

/** The mean over heads that tell, summing to 1; equal parts where none does. */
export function meanImportance(
  features: readonly string[],
  heads: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const sums = features.map((name) => heads.reduce((sum, head) => sum + (head[name] ?? 0), 0));
  const total = sums.reduce((sum, one) => sum + one, 0);
  return Object.fromEntries(
    features.map((name, i) => [name, total > 0 ? (sums[i] as number) / total : 1 / features.length]),
  );
}

/** The fields that each feature reads. */
export function readsOf(nodes: Readonly<Record<string, Node>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, fieldsOf(node)]));
}
