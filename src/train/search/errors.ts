import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface NoHead {
  readonly system: string;
  readonly head: string | undefined;
  readonly known: readonly string[];
}

export const headUnknown: ErrorConstructor<NoHead> = defineError("train.search-head-unknown", {
  headline: "Which head?",
  message: ({ system, head, known }: NoHead) =>
    `A search is for one head of "${system}": ${known.join(", ") || "it declares none"}. Got ${head === undefined ? "no name" : `"${head}"`}.`,
  hint: () => "Name it with `--head`.",
});

export const spaceMissing: ErrorConstructor<{ readonly learner: string; readonly head: string }> = defineError(
  "train.search-space-missing",
  {
    headline: "Nothing to search for",
    message: ({ learner, head }: { readonly learner: string; readonly head: string }) =>
      `The learner ${learner} has no space of its own. The head "${head}" needs one in the system file.`,
    hint: ({ head }) =>
      `Add \`export const search = { ${head}: { parameter: between(1, 100, { log: true }) } };\` to the system file.`,
  },
);

interface Unfit {
  readonly objective: string;
  readonly head: string;
  readonly task: string;
  readonly allowed: readonly string[];
}

export const objectiveUnfit: ErrorConstructor<Unfit> = defineError("train.search-objective-unfit", {
  headline: "An objective that does not fit the head",
  message: ({ objective, head, task, allowed }: Unfit) =>
    `The head "${head}" (${task}) can be searched by ${allowed.join(" or ") || "nothing yet"}. Got ${objective}.`,
});

export const searchChanged: ErrorConstructor<{ readonly id: string }> = defineError("train.search-changed", {
  headline: "The system has changed since the search began",
  message: ({ id }: { readonly id: string }) =>
    `${id} began with other features, another contract, outcome, objective or parameters than the system file declares now, or with another version of Alidade. Its trials cannot be compared with new ones.`,
  hint: () => "Begin a new search, or bring the file back to what it was.",
});

export const searchRunning: ErrorConstructor<{ readonly id: string }> = defineError("train.search-running", {
  headline: "The search goes on elsewhere",
  message: ({ id }: { readonly id: string }) =>
    `One process at a time may run a search. Another one has gone on with ${id}, so this one stops; its trials so far are kept, and the other one uses them.`,
  hint: ({ id }) => `Wait for the other one: \`alidade runs --parent ${id}\` shows its trials.`,
});

export const notASearch: ErrorConstructor<{ readonly id: string; readonly kind: string }> = defineError(
  "train.search-not-one",
  {
    headline: "Not a search",
    message: ({ id, kind }: { readonly id: string; readonly kind: string }) =>
      `Only a search can be gone on with. ${id} is a ${kind}.`,
  },
);

export const allFailed: ErrorConstructor<{ readonly trials: number; readonly why: string }> = defineError(
  "train.search-all-failed",
  {
    headline: "No trial succeeded",
    message: ({ trials, why }: { readonly trials: number; readonly why: string }) =>
      `All ${trials} trials failed. The first one said: ${why}`,
  },
);
